using System.Runtime.CompilerServices;
using System.Text.Json;
using MicroGenre.Learning;

namespace MicroGenre.Collections.Exchange;

/// <summary>JSON lines: an object for each track.</summary>
internal sealed class JsonLinesTable : ITrackTable
{
    public async Task WriteAsync(Stream target, IAsyncEnumerable<ExportedTrack> tracks, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(target, leaveOpen: true);
        await foreach (var track in tracks.WithCancellation(cancellation))
        {
            await writer.WriteLineAsync(JsonText.Of(track));
        }
    }

    public async IAsyncEnumerable<ExportedTrack> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(path);
        for (var line = 1; await reader.ReadLineAsync(cancellation) is { } text; line++)
        {
            if (text.Length > 0)
            {
                yield return Parse(text, line);
            }
        }
    }

    private static ExportedTrack Parse(string text, int line)
    {
        try
        {
            return JsonSerializer.Deserialize<ExportedTrack>(text, JsonText.Options)
                ?? throw new InvalidDataException($"Line {line} is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Line {line} is not a track: {exception.Message}", exception);
        }
    }
}
