using System.Reflection;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Web.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;

namespace MicroGenre.Web.Http;

/// <summary>A contract's message as the parameters of a query string, as <see cref="ContractQuery"/> reads them.</summary>
/// <typeparam name="TMessage">The type of the message.</typeparam>
internal sealed record Query<TMessage>(TMessage Message) : IEndpointParameterMetadataProvider
    where TMessage : class, IMessage, new()
{
    /// <summary>Reads the parameters, except those that the endpoint declares itself.</summary>
    /// <exception cref="RpcException">A parameter is unknown, or its value is not of the field's type.</exception>
    public static ValueTask<Query<TMessage>?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var others = ((MethodBase)parameter.Member).GetParameters().Select(one => one.Name);
        return ValueTask.FromResult<Query<TMessage>?>(new(ContractQuery.Read<TMessage>(http.Request.Query, others)));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new TakesQuery(new TMessage().Descriptor));
}
