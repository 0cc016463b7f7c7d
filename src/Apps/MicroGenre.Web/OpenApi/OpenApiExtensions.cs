using System.Text.Json.Serialization;
using Microsoft.OpenApi;

namespace MicroGenre.Web.OpenApi;

/// <summary>Describes the API as an OpenAPI document.</summary>
internal static class OpenApiExtensions
{
    private const string DocumentName = "v1";

    /// <summary>Adds what makes the document.</summary>
    public static void AddApiDocument(this IServiceCollection services)
    {
        services.AddSingleton<ContractComments>().AddSingleton<MessageSchemas>();

        // Numbers are numbers: otherwise every integer is described as a number or a string.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        services.AddOpenApi(DocumentName, options =>
        {
            // What generators of clients read; nothing here needs a newer one.
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
            options.AddOperationTransformer<ContractOperations>();
            options.AddDocumentTransformer<ApiDocument>();
        });
    }

    /// <summary>Maps <c>GET /openapi/v1.json</c>.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapOpenApi();

    /// <summary>
    /// Says which call of a service an endpoint stands for. It names the operation, and its comment documents it unless the endpoint has
    /// a summary of its own.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="service">The service.</param>
    /// <param name="call">The call.</param>
    /// <param name="name">The operation's ID, if another operation stands for the same call. Default: the call's name.</param>
    public static RouteHandlerBuilder Calls(
        this RouteHandlerBuilder endpoint, Google.Protobuf.Reflection.ServiceDescriptor service, string call, string? name = null) =>
        endpoint.WithName(name ?? call).WithMetadata(new CallsRpc(service.FindMethodByName(call)));

    /// <summary>Says that an endpoint answers with bytes that are no message.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint, string mediaType) =>
        endpoint.WithMetadata(new AnswersWith(mediaType, null));
}
