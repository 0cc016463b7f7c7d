using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace StandIns.Grpc.Tests;

public class Reflection
{
    [Fact]
    public async Task A_tool_learns_which_services_there_are()
    {
        await using var server = await StartAsync();

        var response = await AskAsync(server, new ServerReflectionRequest { ListServices = "*" });

        Assert.Contains("standins.test.Probe", response.ListServicesResponse.Service.Select(service => service.Name), StringComparer.Ordinal);
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

    private static Task<ProbeServer> StartAsync() =>
        ProbeServer.StartAsync(new Methods(), services: services => services.AddGrpcReflection(), map: app => app.MapGrpcReflectionService());

    private static async Task<ServerReflectionResponse> AskAsync(ProbeServer server, ServerReflectionRequest request)
    {
        using var call = new ServerReflection.ServerReflectionClient(server.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current;
    }
}
