using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace StandIns.Grpc.Tests;

/// <summary>What the pipeline before a service knows of it: its attributes, which policies and limits go by.</summary>
public class EndpointMetadata
{
    [Fact]
    public async Task The_attributes_of_a_service_and_of_its_method_are_the_endpoints_and_the_methods_come_last()
    {
        IReadOnlyList<Endpoint> endpoints = [];
        await using var server = await ProbeServer.StartAsync(new Methods(), map: app =>
        {
            app.MapGrpcService<MarkedService>();
            endpoints = [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)];
        });

        var marked = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<MarkAttribute>() is not null).ToList();

        Assert.True(marked.Count > 1);
        Assert.Equal("method", Assert.Single(marked, endpoint => endpoint.Metadata.GetOrderedMetadata<MarkAttribute>().Count == 2).Metadata.GetMetadata<MarkAttribute>()!.Text);
        Assert.All(marked, endpoint => Assert.Equal("service", endpoint.Metadata.GetOrderedMetadata<MarkAttribute>()[0].Text));
    }

    [Fact]
    public async Task Conventions_may_follow_on_several_services()
    {
        await using var server = await ProbeServer.StartAsync(new Methods(), map: app =>
        {
            app.MapGrpcService<MarkedService>().WithMetadata(new MarkAttribute("one"));
            app.MapGrpcService<MarkedService>().WithMetadata(new MarkAttribute("two"));
        });

        Assert.NotNull(server.Channel);
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
    private sealed class MarkAttribute(string text) : Attribute
    {
        public string Text { get; } = text;
    }

    [Mark("service")]
    private sealed class MarkedService : Probe.ProbeBase
    {
        [Mark("method")]
        public override Task<Note> Unary(Note request, ServerCallContext context) => Task.FromResult(request);
    }
}
