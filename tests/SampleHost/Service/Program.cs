using System.Collections;
using System.Diagnostics;

// A service whose behaviour a test directs, over HTTP or by its environment.
var application = WebApplication.CreateBuilder(args).Build();
var name = application.Configuration["OTEL_SERVICE_NAME"];

application.MapGet("/health", () => application.Configuration["HEALTHY_WITH"] is { } file && !File.Exists(file) ? Results.StatusCode(503) : Results.Ok());
application.MapGet("/environment", () => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value));
application.MapGet("/folder", () => Environment.CurrentDirectory);
application.MapPost("/exit/{code}", (int code) => Environment.Exit(code));

if (application.Configuration["EVENTS_FOLDER"] is { } events)
{
    application.Lifetime.ApplicationStarted.Register(() =>
    {
        Process.Start("sleep", "1000").Dispose();
        File.WriteAllText(Path.Combine(events, $"{name} started"), "");
    });
    application.Lifetime.ApplicationStopping.Register(() => File.AppendAllLines(Path.Combine(events, "stopped"), [name!]));
}

Console.WriteLine("hello from the service");
application.Run();
