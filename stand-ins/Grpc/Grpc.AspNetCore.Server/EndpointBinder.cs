using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server;

/// <summary>Makes an endpoint of each method of a service.</summary>
internal sealed class EndpointBinder<TService>(IEndpointRouteBuilder routes, ServiceCallHandler<TService> calls) : ServiceBinderBase
    where TService : class
{
    private readonly List<IEndpointConventionBuilder> _endpoints = [];

    public IReadOnlyList<IEndpointConventionBuilder> Endpoints => _endpoints;

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        Map<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(method, (http, invoke) => calls.UnaryAsync(http, method, invoke));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        Map<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(method, (http, invoke) => calls.ClientStreamingAsync(http, method, invoke));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        Map<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(method, (http, invoke) => calls.ServerStreamingAsync(http, method, invoke));

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        Map<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(method, (http, invoke) => calls.DuplexStreamingAsync(http, method, invoke));

    /// <param name="method">The method and so its path.</param>
    /// <param name="serve">Serves a request by the service's own method, a delegate that takes the service first.</param>
    private void Map<TDelegate>(IMethod method, Func<HttpContext, TDelegate, Task> serve)
        where TDelegate : Delegate
    {
        var parameters = typeof(TDelegate).GetGenericArguments()[1..^1];
        var implementation = typeof(TService).GetMethod(method.Name, parameters)!;
        var call = implementation.CreateDelegate<TDelegate>();
        var endpoint = routes.MapPost(method.FullName, http => serve(http, call));
        _endpoints.Add(endpoint
            .WithDisplayName($"gRPC: {method.FullName}")
            .WithMetadata([new GrpcMethodMetadata(typeof(TService), method), .. typeof(TService).GetCustomAttributes(inherit: true), .. implementation.GetCustomAttributes(inherit: true)]));
    }
}

/// <summary>Tells an endpoint that serves a gRPC method from the others.</summary>
public sealed class GrpcMethodMetadata(Type serviceType, IMethod method)
{
    public Type ServiceType { get; } = serviceType;

    public IMethod Method { get; } = method;
}
