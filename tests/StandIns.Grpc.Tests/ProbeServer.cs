using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace StandIns.Grpc.Tests;

/// <summary>A real server on a free port, whose methods do what the test says, with a channel to it.</summary>
internal sealed class ProbeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ProbeServer(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Channel = GrpcChannel.ForAddress(Address);
        Client = new Probe.ProbeClient(Channel);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public Probe.ProbeClient Client { get; }

    public static async Task<ProbeServer> StartAsync(
        Methods methods,
        Action<GrpcServiceOptions>? grpc = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc ?? (_ => { }));
        builder.Services.AddSingleton(methods);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapGrpcService<ProbeService>();
        map?.Invoke(app);
        await app.StartAsync();
        return new ProbeServer(app);
    }

    /// <summary>A channel with options of its own; the test disposes it.</summary>
    public GrpcChannel Connect(GrpcChannelOptions options) => GrpcChannel.ForAddress(Address, options);

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>What the probe's methods do; a method that a test does not set answers what it is asked.</summary>
internal sealed record Methods
{
    public UnaryServerMethod<Note, Note> Unary { get; init; } = (request, _) => Task.FromResult(request);

    public ClientStreamingServerMethod<Note, Note> ClientStream { get; init; } = async (requests, _) =>
    {
        var sum = new Note();
        await foreach (var request in requests.ReadAllAsync())
        {
            sum.Number += request.Number;
        }

        return sum;
    };

    public ServerStreamingServerMethod<Note, Note> ServerStream { get; init; } = async (request, responses, _) =>
    {
        for (var number = 0; number < request.Number; number++)
        {
            await responses.WriteAsync(new Note { Number = number });
        }
    };

    public DuplexStreamingServerMethod<Note, Note> Duplex { get; init; } = async (requests, responses, _) =>
    {
        await foreach (var request in requests.ReadAllAsync())
        {
            await responses.WriteAsync(request);
        }
    };
}

internal sealed class ProbeService(Methods methods) : Probe.ProbeBase
{
    public override Task<Note> Unary(Note request, ServerCallContext context) =>
        methods.Unary(request, context);

    public override Task<Note> ClientStream(IAsyncStreamReader<Note> requestStream, ServerCallContext context) =>
        methods.ClientStream(requestStream, context);

    public override Task ServerStream(Note request, IServerStreamWriter<Note> responseStream, ServerCallContext context) =>
        methods.ServerStream(request, responseStream, context);

    public override Task Duplex(IAsyncStreamReader<Note> requestStream, IServerStreamWriter<Note> responseStream, ServerCallContext context) =>
        methods.Duplex(requestStream, responseStream, context);
}
