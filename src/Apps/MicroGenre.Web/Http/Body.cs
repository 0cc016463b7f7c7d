using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using MicroGenre.Web.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;

namespace MicroGenre.Web.Http;

/// <summary>A contract's message as the JSON of a request's body.</summary>
/// <typeparam name="TMessage">The type of the message.</typeparam>
internal sealed record Body<TMessage>(TMessage Message) : IEndpointParameterMetadataProvider
    where TMessage : class, IMessage, new()
{
    /// <summary>Reads the body.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="InvalidProtocolBufferException">The JSON does not match the message.</exception>
    public static async ValueTask<Body<TMessage>?> BindAsync(HttpContext http, ParameterInfo parameter) =>
        new(await ContractJson.ReadAsync<TMessage>(http.Request));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new TakesBody(new TMessage().Descriptor));
}
