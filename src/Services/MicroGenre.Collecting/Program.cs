using MicroGenre.Collecting;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCollecting();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<CollectorService>();
return await app.RunServiceAsync();
