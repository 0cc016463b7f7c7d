using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MicroGenre.ServiceTesting;

/// <summary>Hosts a service in the test's process on a free port, configured as the program configures it.</summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IHostApplicationLifetime _lifetime;

    private ServiceHost(WebApplication app, LogRecorder log)
    {
        (_app, _lifetime) = (app, app.Lifetime);
        Log = log;
        Channel = GrpcChannel.ForAddress(Address);
    }

    /// <summary>The address of the service's gRPC endpoint.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>A channel to the service.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>What the service logged.</summary>
    public LogRecorder Log { get; }

    /// <summary>The service's dependency injection container.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a service.</summary>
    /// <param name="add">Adds the program's services to the builder.</param>
    /// <param name="map">Maps the program's endpoints.</param>
    /// <param name="settings">Configuration values, by key.</param>
    public static async Task<ServiceHost> StartAsync(
        Action<WebApplicationBuilder> add, Action<WebApplication> map, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var log = new LogRecorder();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>(StringComparer.Ordinal));
        builder.Logging.AddProvider(log);
        builder.WebHost.UseKestrel(kestrel => kestrel.ListenLocalhostOnAFreePort());
        builder.AddServiceDefaults();
        add(builder);

        var app = builder.Build();
        app.UseRouting();
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync();
        return new ServiceHost(app, log);
    }

    /// <summary>Stops the service as a signal does.</summary>
    public Task StopAsync()
    {
        // A host that is stopped directly waits for its calls before it announces that it is stopping.
        _lifetime.StopApplication();
        return _app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await StopAsync();
        await _app.DisposeAsync();
    }
}

internal static class KestrelExtensions
{
    public static void ListenLocalhostOnAFreePort(this KestrelServerOptions kestrel) =>
        kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
}

/// <summary>Assertions on calls.</summary>
public static class Calls
{
    /// <summary>Asserts that a call is refused with a one-line status that contains no stack trace.</summary>
    /// <returns>The status detail.</returns>
    public static async Task<string> RefusedAsync(StatusCode expected, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(call);
        Assert.True(expected == refusal.StatusCode, $"Expected {expected}, got {refusal.Status}");
        Assert.DoesNotContain('\n', refusal.Status.Detail);
        Assert.DoesNotContain("   at ", refusal.Status.Detail, StringComparison.Ordinal);
        return refusal.Status.Detail;
    }

    /// <summary>Sends messages as far as the service takes them: it may end the call before, and its answer then says why.</summary>
    public static async Task SendAsync<TRequest>(IClientStreamWriter<TRequest> stream, params TRequest[] messages)
    {
        try
        {
            foreach (var message in messages)
            {
                await stream.WriteAsync(message);
            }
        }
        catch (RpcException)
        {
            // The call has ended.
        }
    }
}
