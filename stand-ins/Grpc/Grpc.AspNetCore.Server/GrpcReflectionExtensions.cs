using Grpc.Reflection;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.Extensions.DependencyInjection
{
    public static class GrpcReflectionServiceExtensions
    {
        public static IServiceCollection AddGrpcReflection(this IServiceCollection services) => services.AddTransient<ReflectionAnswers>();
    }
}

namespace Microsoft.AspNetCore.Builder
{
    public static class GrpcReflectionEndpointRouteBuilderExtensions
    {
        /// <summary>Lets tools such as grpcurl ask which services and messages there are.</summary>
        public static IEndpointConventionBuilder MapGrpcReflectionService(this IEndpointRouteBuilder builder) =>
            new GrpcServiceEndpointConventionBuilder([builder.MapGrpcService<ReflectionCalls>(), builder.MapGrpcService<AlphaReflectionCalls>()]);
    }
}
