using MicroGenre.Segmenting;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddSegmenting();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<TrackSegmenterService>();
return await app.RunServiceAsync();
