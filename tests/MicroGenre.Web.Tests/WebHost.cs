using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Web.Tests;

/// <summary>The page's server on a free port, put together as its program does it.</summary>
public sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebHost(WebApplication app, LogRecorder log)
    {
        _app = app;
        Log = log;
        Client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Browser.Limit })
        {
            BaseAddress = Address,
            Timeout = Browser.Limit,
        };
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Asks the server without a browser.</summary>
    public HttpClient Client { get; }

    public LogRecorder Log { get; }

    /// <param name="settings">Configuration beyond the program's own.</param>
    /// <param name="map">Endpoints beyond the program's own.</param>
    public static async Task<WebHost> StartAsync(
        IEnumerable<KeyValuePair<string, string?>> settings, Action<WebApplication>? map = null)
    {
        var log = new LogRecorder();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = Environments.Production,
            ContentRootPath = Repository.PathOf("src", "Apps", "MicroGenre.Web"),
        });
        builder.Configuration.AddInMemoryCollection(
            [KeyValuePair.Create<string, string?>("Kestrel:Endpoints:http:Url", "http://127.0.0.1:0"), .. settings]);
        // An upload that a test holds up is no slow one.
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinRequestBodyDataRate = null);
        builder.Logging.ClearProviders().AddProvider(log);
        builder.AddServiceDefaults();
        builder.AddWeb();

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapWeb();
        map?.Invoke(app);
        await app.StartAsync();
        return new WebHost(app, log);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
