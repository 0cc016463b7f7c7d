using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.DependencyInjection;

namespace StandIns.Grpc.Tests;

public class ClientFactory
{
    [Fact]
    public async Task A_registered_client_calls_its_address()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        var services = new ServiceCollection();
        services.AddGrpcClient<Probe.ProbeClient>(options => options.Address = server.Address);
        await using var provider = services.BuildServiceProvider();

        Assert.Equal(5, (await provider.GetRequiredService<Probe.ProbeClient>().UnaryAsync(new Note { Number = 5 })).Number);
        Assert.NotSame(provider.GetRequiredService<Probe.ProbeClient>(), provider.GetRequiredService<Probe.ProbeClient>());
    }

    [Fact]
    public async Task Clients_have_names()
    {
        await using var first = await ProbeServer.StartAsync(new Methods { Unary = (_, _) => Task.FromResult(new Note { Text = "first" }) });
        await using var second = await ProbeServer.StartAsync(new Methods { Unary = (_, _) => Task.FromResult(new Note { Text = "second" }) });
        var services = new ServiceCollection();
        services.AddGrpcClient<Probe.ProbeClient>("1", options => options.Address = first.Address);
        services.AddGrpcClient<Probe.ProbeClient>("2", options => options.Address = second.Address);
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<GrpcClientFactory>();

        Assert.Equal("first", (await factory.CreateClient<Probe.ProbeClient>("1").UnaryAsync(new Note())).Text);
        Assert.Equal("second", (await factory.CreateClient<Probe.ProbeClient>("2").UnaryAsync(new Note())).Text);
    }

    [Fact]
    public async Task Address_channel_and_interceptors_come_from_the_container()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        var seen = new List<string>();
        var services = new ServiceCollection();
        services.AddSingleton(server);
        services.AddSingleton(new Names(seen));
        services.AddGrpcClient<Probe.ProbeClient>((provider, options) => options.Address = provider.GetRequiredService<ProbeServer>().Address)
            .ConfigureChannel(channel => channel.MaxSendMessageSize = 100)
            .AddInterceptor<Names>();
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<Probe.ProbeClient>();

        await client.UnaryAsync(new Note());
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.UnaryAsync(new Note { Text = new string('x', 200) }));

        Assert.Equal(["Unary", "Unary"], seen);
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task A_client_without_an_address_says_so()
    {
        var services = new ServiceCollection();
        services.AddGrpcClient<Probe.ProbeClient>();
        await using var provider = services.BuildServiceProvider();

        Assert.Contains("Could not resolve the address", Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<Probe.ProbeClient>()).Message, StringComparison.Ordinal);
    }

    private sealed class Names(List<string> seen) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add(context.Method.Name);
            return continuation(request, context);
        }
    }
}
