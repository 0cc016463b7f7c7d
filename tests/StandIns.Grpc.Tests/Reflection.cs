using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace StandIns.Grpc.Tests;

public class Reflection
{
    private const string Version1 = "grpc.reflection.v1.ServerReflection";

    // What tools ask for that are older than version 1: the same messages under another name.
    private const string Alpha = "grpc.reflection.v1alpha.ServerReflection";

    private static readonly Marshaller<ServerReflectionRequest> Requests = Marshallers.Create(request => request.ToByteArray(), ServerReflectionRequest.Parser.ParseFrom);
    private static readonly Marshaller<ServerReflectionResponse> Responses = Marshallers.Create(response => response.ToByteArray(), ServerReflectionResponse.Parser.ParseFrom);

    [Theory]
    [InlineData(Version1)]
    [InlineData(Alpha)]
    public async Task A_tool_learns_which_services_there_are(string version)
    {
        await using var server = await StartAsync();

        var response = await AskAsync(server, new ServerReflectionRequest { ListServices = "*" }, version);

        var services = response.ListServicesResponse.Service.Select(service => service.Name).ToList();
        Assert.Contains("standins.test.Probe", services, StringComparer.Ordinal);
        Assert.Contains(Version1, services, StringComparer.Ordinal);
        Assert.Contains(Alpha, services, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(Version1)]
    [InlineData(Alpha)]
    public async Task What_is_required_of_callers_holds_for_every_version(string version)
    {
        var seen = new List<bool>();
        await using var server = await StartAsync(app => app.Use(next => http =>
        {
            seen.Add(http.GetEndpoint()?.Metadata.GetMetadata<AllowAnonymousAttribute>() is not null);
            return next(http);
        }));

        await AskAsync(server, new ServerReflectionRequest { ListServices = "*" }, version);

        Assert.Equal([true], seen);
    }

    [Theory]
    [InlineData("standins.test.Probe")]
    [InlineData("standins.test.Probe.Unary")]
    [InlineData("standins.test.Note")]
    public async Task A_tool_learns_what_a_name_means(string symbol)
    {
        await using var server = await StartAsync();

        var response = await AskAsync(server, new ServerReflectionRequest { FileContainingSymbol = symbol });

        Assert.Equal("probe.proto", FileDescriptorProto.Parser.ParseFrom(response.FileDescriptorResponse.FileDescriptorProto[0]).Name);
    }

    [Fact]
    public async Task A_tool_may_ask_for_a_file()
    {
        await using var server = await StartAsync();

        var response = await AskAsync(server, new ServerReflectionRequest { FileByFilename = "probe.proto" });

        Assert.Equal(ProbeReflection.Descriptor.SerializedData, response.FileDescriptorResponse.FileDescriptorProto[0]);
    }

    [Fact]
    public async Task An_unknown_name_is_not_found()
    {
        await using var server = await StartAsync();

        var response = await AskAsync(server, new ServerReflectionRequest { FileContainingSymbol = "nobody.Knows" });

        Assert.Equal((int)StatusCode.NotFound, response.ErrorResponse.ErrorCode);
    }

    private static Task<ProbeServer> StartAsync(Action<WebApplication>? before = null) =>
        ProbeServer.StartAsync(new Methods(), services: services => services.AddGrpcReflection(), map: app =>
        {
            before?.Invoke(app);
            app.MapGrpcReflectionService().AllowAnonymous();
        });

    private static async Task<ServerReflectionResponse> AskAsync(ProbeServer server, ServerReflectionRequest request, string version = Version1)
    {
        var method = new Method<ServerReflectionRequest, ServerReflectionResponse>(MethodType.DuplexStreaming, version, "ServerReflectionInfo", Requests, Responses);
        using var call = server.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, host: null, new CallOptions());
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current;
    }
}
