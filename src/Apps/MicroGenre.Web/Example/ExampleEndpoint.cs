using MicroGenre.Cli.Demo;
using MicroGenre.Web.OpenApi;

namespace MicroGenre.Web.Example;

/// <summary>A track for visitors who have none at hand: the synthetic medley of <c>microgenre demo</c>.</summary>
internal static class ExampleEndpoint
{
    /// <summary>Maps <c>GET /example</c>: a WAV file of a minute.</summary>
    public static void MapExample(this IEndpointRouteBuilder api)
    {
        // Made when it is first asked for, and kept: it is the same each time.
        var medley = new Lazy<byte[]>(Make);
        api.MapGet("/example", () => Results.Bytes(medley.Value, "audio/wav", "Example medley.wav")).Answers("audio/wav")
            .WithName("GetExample").WithTags("Tracks").WithSummary("A minute of synthetic music as a WAV file.");
    }

    private static byte[] Make()
    {
        using var file = new MemoryStream();
        new Medley().Write(file);
        return file.ToArray();
    }
}
