using MicroGenre.Training;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddTraining();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<TrainerService>();
return await app.RunServiceAsync();
