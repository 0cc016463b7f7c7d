using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Routes the calls of a service, each to a new <typeparamref name="TService"/> unless it is registered otherwise.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var handler = builder.ServiceProvider.GetService<ServiceCallHandler<TService>>()
            ?? throw new InvalidOperationException("Unable to find the required services: call 'IServiceCollection.AddGrpc' first.");
        var binder = new EndpointBinder<TService>(builder, handler);
        BindMethodOf(typeof(TService)).Invoke(null, [binder, null]);
        builder.ServiceProvider.GetRequiredService<UnimplementedEndpoints>().MapOnce(builder);
        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }

    /// <summary>Finds the generated method that names a service's methods to a binder.</summary>
    private static MethodInfo BindMethodOf(Type service)
    {
        var binding = service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{service} does not derive from a generated service base class.");
        for (var baseClass = service; baseClass is not null; baseClass = baseClass.BaseType)
        {
            if (binding.BindType.GetMethod(binding.BindMethodName, [typeof(ServiceBinderBase), baseClass]) is { } bind)
            {
                return bind;
            }
        }

        throw new InvalidOperationException($"{binding.BindType} has no {binding.BindMethodName} for {service}.");
    }
}

/// <summary>Adds metadata (authorization, hosts) to all methods of a mapped service.</summary>
public sealed class GrpcServiceEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IReadOnlyList<IEndpointConventionBuilder> _endpoints;

    internal GrpcServiceEndpointConventionBuilder(IReadOnlyList<IEndpointConventionBuilder> endpoints) => _endpoints = endpoints;

    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var endpoint in _endpoints)
        {
            endpoint.Add(convention);
        }
    }
}

/// <summary>Says UNIMPLEMENTED, not 404, to calls that no service takes.</summary>
internal sealed class UnimplementedEndpoints
{
    private bool _mapped;

    public void MapOnce(IEndpointRouteBuilder builder)
    {
        if (_mapped)
        {
            return;
        }

        _mapped = true;
        var pattern = RoutePatternFactory.Parse("{service}/{method}", defaults: null, parameterPolicies: new { service = new CallConstraint() });
        builder.Map(pattern, http =>
            {
                http.Response.ContentType = Headers.ContentType;
                ResponseStatus.Set(http.Response, new Status(StatusCode.Unimplemented, $"No service here implements {http.Request.Path}."));
                return Task.CompletedTask;
            })
            .WithDisplayName("gRPC: unimplemented")
            .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
    }

    private sealed class CallConstraint : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null && HttpMethods.IsPost(httpContext.Request.Method) && Headers.IsGrpc(httpContext.Request.ContentType);
    }
}
