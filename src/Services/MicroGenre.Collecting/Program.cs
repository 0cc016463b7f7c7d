using MicroGenre.Collecting;
using MicroGenre.Collecting.Silos;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCollecting();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<CollectorService>();
app.MapDashboard();
return await app.RunServiceAsync();
