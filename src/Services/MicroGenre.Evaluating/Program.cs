using MicroGenre.Evaluating;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddEvaluating();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcService<EvaluatorService>();
return await app.RunServiceAsync();
