using ServiceDefaults.Testing;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddServiceClient<Sample.SampleClient>("next");

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<SampleService>();
return await app.RunServiceAsync();
