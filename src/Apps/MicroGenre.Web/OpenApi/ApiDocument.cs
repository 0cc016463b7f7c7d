using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MicroGenre.Web.OpenApi;

/// <summary>Adds what is true of all operations: what the API is, and what callers show.</summary>
internal sealed class ApiDocument : IOpenApiDocumentTransformer
{
    private const string Bearer = "bearer";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "MicroGenre",
            Version = "1",
            Description = "Recognises the genre of music, keeps a library of tracks, and trains models. Messages are those of the gRPC "
                + "contracts as JSON. Errors are problem details (RFC 9457).",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.AddComponent<IOpenApiSecurityScheme>(Bearer, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            Description = "An API key or a JSON Web Token, where the server asks for one.",
        });

        // The empty requirement: a server that nobody else can reach asks for nothing.
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new OpenApiSecurityRequirement(),
        ];
        return Task.CompletedTask;
    }
}
