using MicroGenre.FeatureExtraction;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddFeatureExtraction();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<FeatureExtractorService>();
return await app.RunServiceAsync();
