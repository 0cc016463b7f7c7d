using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace StandIns.Grpc.Tests;

public class Statuses
{
    private static readonly Marshaller<Note> Marshaller =
        Marshallers.Create(note => Google.Protobuf.MessageExtensions.ToByteArray(note), Note.Parser.ParseFrom);

    public static TheoryData<StatusCode> Failures => [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_status_thrown_by_the_server_reaches_the_client(StatusCode code)
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, _) => throw new RpcException(new Status(code, "the reason")) });

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note()));

        Assert.Equal((code, "the reason"), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task Details_may_hold_any_text()
    {
        const string Detail = "100 % «Grüße», 音楽 🎵\r\nsecond line";
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, _) => throw new RpcException(new Status(StatusCode.NotFound, Detail)) });

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note()));

        Assert.Equal(Detail, failure.Status.Detail);
    }

    [Fact]
    public async Task Trailers_of_an_exception_travel_with_it()
    {
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = (_, context) =>
            {
                context.ResponseTrailers.Add("attempt", "1");
                throw new RpcException(new Status(StatusCode.ResourceExhausted, ""), new Metadata { { "retry-after", "3" }, { "detail-bin", [1, 2] } });
            },
        });

        using var call = server.Client.UnaryAsync(new Note());
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal("3", failure.Trailers.GetValue("retry-after"));
        Assert.Equal("1", failure.Trailers.GetValue("attempt"));
        Assert.Equal([1, 2], failure.Trailers.GetValueBytes("detail-bin")!);
        Assert.Equal("3", call.GetTrailers().GetValue("retry-after"));
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_a_stream_follows_the_messages_sent_before_it()
    {
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ServerStream = async (_, responses, _) =>
            {
                await responses.WriteAsync(new Note { Number = 1 });
                throw new RpcException(new Status(StatusCode.DataLoss, "frame 1"));
            },
        });

        using var call = server.Client.ServerStream(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.DataLoss, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        Assert.Equal("frame 1", call.GetStatus().Detail);
    }

    [Fact]
    public async Task Any_other_exception_is_unknown_and_keeps_its_secrets()
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, _) => throw new InvalidOperationException("password=hunter2") });

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note()));

        Assert.Equal((StatusCode.Unknown, "Exception was thrown by handler."), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task Detailed_errors_tell_the_exceptions_message()
    {
        var methods = new Methods { Unary = (_, _) => throw new InvalidOperationException("no such model") };
        await using var server = await ProbeServer.StartAsync(methods, grpc => grpc.EnableDetailedErrors = true);

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note()));

        Assert.Contains("InvalidOperationException: no such model", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_may_set_the_status_without_throwing()
    {
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ServerStream = async (_, responses, context) =>
            {
                await responses.WriteAsync(new Note());
                context.Status = new Status(StatusCode.OutOfRange, "past the end");
            },
        });

        using var call = server.Client.ServerStream(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("past the end", (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).Status.Detail);
    }

    [Fact]
    public async Task No_response_object_is_no_response()
    {
        await using var server = await ProbeServer.StartAsync(new Methods { Unary = (_, _) => Task.FromResult<Note>(null!) });

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note()))).StatusCode);
    }

    [Fact]
    public async Task A_client_that_still_sends_learns_why_the_server_has_ended_the_call()
    {
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ClientStream = async (requests, _) =>
            {
                Assert.True(await requests.MoveNext());
                throw new RpcException(new Status(StatusCode.InvalidArgument, "not audio"));
            },
        });

        using var call = server.Client.ClientStream();
        var writing = await Record.ExceptionAsync(async () =>
        {
            while (true)
            {
                await call.RequestStream.WriteAsync(new Note { Data = Google.Protobuf.ByteString.CopyFrom(new byte[65536]) });
            }
        });

        Assert.Equal("not audio", Assert.IsType<RpcException>(writing).Status.Detail);
        Assert.Equal("not audio", (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).Status.Detail);
    }

    [Theory]
    [InlineData("standins.test.Probe", "Missing")]
    [InlineData("standins.test.Missing", "Unary")]
    public async Task A_method_that_nobody_serves_is_unimplemented(string service, string method)
    {
        await using var server = await ProbeServer.StartAsync(new Methods());
        var missing = new Method<Note, Note>(MethodType.Unary, service, method, Marshaller, Marshaller);

        var call = server.Channel.CreateCallInvoker().AsyncUnaryCall(missing, null, default, new Note());

        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_base_method_that_nobody_overrides_is_unimplemented()
    {
        await using var server = await ProbeServer.StartAsync(new Methods(), map: app => app.MapGrpcService<IdleService>(), services: null);

        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await new Idle.IdleClient(server.Channel).RestAsync(new Note()))).StatusCode);
    }

    [Fact]
    public async Task A_refused_connection_is_unavailable()
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{Ports.Free()}");

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(async () => await new Probe.ProbeClient(channel).UnaryAsync(new Note()))).StatusCode);
    }

    [Fact]
    public async Task A_stream_to_nowhere_is_unavailable_for_reader_and_writer()
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{Ports.Free()}");

        using var call = new Probe.ProbeClient(channel).Duplex();

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Note()))).StatusCode);
    }

    [Fact]
    public async Task A_call_that_the_server_aborts_fails()
    {
        var read = new Signal();
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            ServerStream = async (_, responses, context) =>
            {
                await responses.WriteAsync(new Note());
                await read.HappenedAsync();
                context.GetHttpContext().Abort();
            },
        });

        using var call = server.Client.ServerStream(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        read.Happens();
        Assert.Contains((await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode, new[] { StatusCode.Internal, StatusCode.Unavailable });
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, StatusCode.Internal)]
    [InlineData(HttpStatusCode.Unauthorized, StatusCode.Unauthenticated)]
    [InlineData(HttpStatusCode.Forbidden, StatusCode.PermissionDenied)]
    [InlineData(HttpStatusCode.NotFound, StatusCode.Unimplemented)]
    [InlineData(HttpStatusCode.TooManyRequests, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.BadGateway, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.ServiceUnavailable, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout, StatusCode.Unavailable)]
    [InlineData(HttpStatusCode.InternalServerError, StatusCode.Unknown)]
    public async Task An_answer_in_plain_http_becomes_a_status(HttpStatusCode http, StatusCode expected)
    {
        await using var server = await ProbeServer.StartAsync(new Methods(), map: app => app.Use((HttpContext context, RequestDelegate _) =>
        {
            context.Response.StatusCode = (int)http;
            return Task.CompletedTask;
        }));

        Assert.Equal(expected, (await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note()))).StatusCode);
    }

    [Fact]
    public async Task A_web_page_is_no_response()
    {
        await using var server = await ProbeServer.StartAsync(new Methods(), map: app => app.Use((HttpContext context, RequestDelegate _) =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>");
        }));

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await server.Client.UnaryAsync(new Note()));

        Assert.Contains("text/html", failure.Status.Detail, StringComparison.Ordinal);
    }
}

internal sealed class IdleService : Idle.IdleBase;
