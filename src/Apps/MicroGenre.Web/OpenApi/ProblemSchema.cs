using Aspire.ServiceDefaults.Calls;
using Microsoft.OpenApi;

namespace MicroGenre.Web.OpenApi;

/// <summary>The schema of a <see cref="Problem"/>.</summary>
internal static class ProblemSchema
{
    private const string Name = "Problem";

    /// <summary>The response of an operation that does not succeed; its schema is added to the document if it is missing.</summary>
    public static OpenApiResponse Response(OpenApiDocument document)
    {
        if (document.Components?.Schemas?.ContainsKey(Name) != true)
        {
            document.AddComponent<IOpenApiSchema>(Name, Schema());
        }

        return new OpenApiResponse
        {
            Description = "A problem.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Problem.MediaType] = new() { Schema = new OpenApiSchemaReference(Name, document) },
            },
        };
    }

    private static OpenApiSchema Schema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why a request did not succeed (RFC 9457).",
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("A URI of the kind of problem."),
            ["title"] = Text("The kind of problem."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Description = "The HTTP status." },
            ["detail"] = Text("What is wrong, in one line."),
            [Problem.RetryMember] =
                new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Whether the same request may succeed later." },
        },
        Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail", Problem.RetryMember },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
