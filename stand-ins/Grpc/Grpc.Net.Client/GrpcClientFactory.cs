using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory;

/// <summary>Makes the clients that are registered under a name; clients of one name share a channel.</summary>
public abstract class GrpcClientFactory
{
    public abstract TClient CreateClient<TClient>(string name)
        where TClient : class;
}

/// <summary>Where and how the clients of one name call.</summary>
public class GrpcClientFactoryOptions
{
    public Uri? Address { get; set; }

    public IList<Action<Client.GrpcChannelOptions>> ChannelOptionsActions { get; } = [];

    internal List<Action<IServiceProvider, Client.GrpcChannelOptions>> ChannelActions { get; } = [];

    internal List<Func<IServiceProvider, Interceptor>> Interceptors { get; } = [];
}

internal sealed class ChannelClientFactory(IServiceProvider services, IOptionsMonitor<GrpcClientFactoryOptions> options, IHttpMessageHandlerFactory handlers)
    : GrpcClientFactory, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Connection>> _connections = new(StringComparer.Ordinal);

    public override TClient CreateClient<TClient>(string name) =>
        ActivatorUtilities.CreateInstance<TClient>(services, _connections.GetOrAdd(name, _ => new Lazy<Connection>(() => Connect(name))).Value.Invoker);

    public void Dispose()
    {
        foreach (var connection in _connections.Values.Where(connection => connection.IsValueCreated))
        {
            connection.Value.Channel.Dispose();
        }
    }

    private Connection Connect(string name)
    {
        var settings = options.Get(name);
        var channelOptions = new Client.GrpcChannelOptions { HttpHandler = handlers.CreateHandler(name) };
        foreach (var configure in settings.ChannelOptionsActions)
        {
            configure(channelOptions);
        }

        foreach (var configure in settings.ChannelActions)
        {
            configure(services, channelOptions);
        }

        var address = settings.Address ?? throw new InvalidOperationException($"Could not resolve the address for gRPC client '{name}': set Address when registering it.");
        var channel = Client.GrpcChannel.ForAddress(address, channelOptions);
        return new Connection(channel, channel.Intercept([.. settings.Interceptors.Select(create => create(services))]));
    }

    private sealed record Connection(Client.GrpcChannel Channel, CallInvoker Invoker);
}
