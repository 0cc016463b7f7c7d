using MicroGenre.Inference;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddInference();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<ClassifierService>();
return await app.RunServiceAsync();
