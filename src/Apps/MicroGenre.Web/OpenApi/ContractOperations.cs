using Aspire.ServiceDefaults.Security;
using Google.Protobuf.Reflection;
using MicroGenre.Web.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MicroGenre.Web.OpenApi;

/// <summary>Describes the operations of the API by the contracts that they stand for.</summary>
internal sealed class ContractOperations(MessageSchemas schemas, ContractComments comments) : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var known in metadata)
        {
            switch (known)
            {
                case CallsRpc { Method: var method }:
                    Describe(operation, method);
                    break;

                case TakesQuery { Message: var message }:
                    AddParameters(operation, message);
                    break;

                case TakesBody { Message: var message }:
                    operation.RequestBody = BodyOf((ContractJson.MediaType, schemas.Of(message, document)));
                    break;

                case TakesFile:
                    operation.RequestBody = BodyOf((Media.Bytes, Bytes()), (Media.Form, FormOf(Bytes())));
                    break;

                case TakesFiles:
                    operation.RequestBody =
                        BodyOf((Media.Form, FormOf(new OpenApiSchema { Type = JsonSchemaType.Array, Items = Bytes() })));
                    break;

                case AnswersWith answer:
                    operation.Responses = new OpenApiResponses { ["200"] = ResponseOf(answer, document) };
                    break;
            }
        }

        operation.Responses ??= [];
        operation.Responses["default"] = ProblemSchema.Response(document);
        if (metadata.OfType<IAuthorizeData>().Any(needed => needed.Policy == Rights.Control))
        {
            operation.Description = $"{operation.Description} Where callers must show a key, it needs the right to control.".TrimStart();
        }

        return Task.CompletedTask;
    }

    private void Describe(OpenApiOperation operation, MethodDescriptor method)
    {
        if (operation.Summary is not null)
        {
            return;
        }

        var comment = comments.Of(method) ?? "";
        var end = comment.IndexOf(". ", StringComparison.Ordinal);
        (operation.Summary, operation.Description) =
            end < 0 ? (comment, operation.Description) : (comment[..(end + 1)], comment[(end + 2)..]);
    }

    private void AddParameters(OpenApiOperation operation, MessageDescriptor message)
    {
        operation.Parameters ??= [];
        foreach (var parameter in schemas.ParametersOf(message).Where(one => operation.Parameters.All(other => other.Name != one.Name)))
        {
            operation.Parameters.Add(parameter);
        }
    }

    private OpenApiResponse ResponseOf(AnswersWith answer, OpenApiDocument document)
    {
        // Also those on lines and in events: readers of the document want to know them.
        var schema = answer.Message is { } message ? schemas.Of(message, document) : Bytes();
        return new()
        {
            Description = answer switch
            {
                { MediaType: Media.Lines, Message.Name: var name } => $"A {name} on each line.",
                { MediaType: Media.Events, Message.Name: var name } =>
                    $"Events `progress`, each with a {name}, then an event `ended`, with the reason if there is one.",
                { Message: { } whole } => comments.Of(whole) ?? $"A {whole.Name}.",
                _ => "The bytes.",
            },
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [answer.MediaType] = new() { Schema = answer.MediaType == ContractJson.MediaType ? schema : Bytes() },
            },
        };
    }

    private static OpenApiRequestBody BodyOf(params IEnumerable<(string MediaType, IOpenApiSchema Schema)> contents) => new()
    {
        Required = true,
        Content = contents.ToDictionary(
            content => content.MediaType, content => new OpenApiMediaType { Schema = content.Schema }, StringComparer.Ordinal),
    };

    private static OpenApiSchema FormOf(OpenApiSchema file) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["file"] = file },
    };

    private static OpenApiSchema Bytes() => new() { Type = JsonSchemaType.String, Format = "binary" };
}
