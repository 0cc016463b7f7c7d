using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace StandIns.Grpc.Tests;

public class Interception
{
    [Fact]
    public async Task The_servers_interceptors_see_every_kind_of_call_the_first_one_first()
    {
        var log = new ConcurrentQueue<string>();
        await using var server = await ProbeServer.StartAsync(
            new Methods(),
            grpc =>
            {
                grpc.Interceptors.Add<ServerLog>("outer");
                grpc.Interceptors.Add<ServerLog>("inner");
            },
            services => services.AddSingleton(log));

        await CallEveryKindAsync(server.Client);

        string[] kinds = ["unary", "client", "server", "duplex"];
        Assert.Equal(kinds.SelectMany(kind => new[] { $"outer {kind}", $"inner {kind}" }), log, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_server_interceptor_may_turn_an_exception_into_a_status()
    {
        await using var server = await ProbeServer.StartAsync(
            new Methods { Unary = (_, _) => throw new FileNotFoundException("track.wav") },
            grpc => grpc.Interceptors.Add<NotFound>());

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note()));

        Assert.Equal((StatusCode.NotFound, "track.wav"), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task The_clients_interceptors_see_every_kind_of_call_the_first_one_first()
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        var log = new ConcurrentQueue<string>();

        await CallEveryKindAsync(new Probe.ProbeClient(server.Channel.Intercept(new ClientLog("outer", log), new ClientLog("inner", log))));

        string[] kinds = ["unary", "client", "server", "duplex"];
        Assert.Equal(kinds.SelectMany(kind => new[] { $"outer {kind}", $"inner {kind}" }), log, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_client_interceptor_may_change_options_and_response()
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, context) => Task.FromResult(new Note { Text = context.RequestHeaders.GetValue("added") ?? "" }) });

        var response = await new Probe.ProbeClient(server.Channel.Intercept(new Editor())).UnaryAsync(new Note());

        Assert.Equal("ON THE WAY", response.Text);
    }

    private static async Task CallEveryKindAsync(Probe.ProbeClient client)
    {
        await client.UnaryAsync(new Note());

        using var clientStream = client.ClientStream();
        await clientStream.RequestStream.CompleteAsync();
        await clientStream;

        using var serverStream = client.ServerStream(new Note());
        Assert.False(await serverStream.ResponseStream.MoveNext());

        using var duplex = client.Duplex();
        await duplex.RequestStream.CompleteAsync();
        Assert.False(await duplex.ResponseStream.MoveNext());
    }

    private sealed class ServerLog(string name, ConcurrentQueue<string> log) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} unary");
            return continuation(request, context);
        }

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} client");
            return continuation(requestStream, context);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} server");
            return continuation(request, responseStream, context);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} duplex");
            return continuation(requestStream, responseStream, context);
        }
    }

    private sealed class NotFound : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            try
            {
                return await continuation(request, context);
            }
            catch (FileNotFoundException missing)
            {
                throw new RpcException(new Status(StatusCode.NotFound, missing.Message));
            }
        }
    }

    private sealed class ClientLog(string name, ConcurrentQueue<string> log) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} unary");
            return continuation(request, context);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} client");
            return continuation(context);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} server");
            return continuation(request, context);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} duplex");
            return continuation(context);
        }
    }

    private sealed class Editor : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var options = context.Options.WithHeaders(new Metadata { { "added", "on the way" } });
            var call = continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options));
            return new AsyncUnaryCall<TResponse>(ShoutAsync(call.ResponseAsync), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);
        }

        private static async Task<TResponse> ShoutAsync<TResponse>(Task<TResponse> response) =>
            (TResponse)(object)new Note { Text = ((Note)(object)(await response)!).Text.ToUpperInvariant() };
    }
}
