using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using MicroGenre.Learning;

namespace MicroGenre.Collections.Exchange;

/// <summary>CSV: a header line, then a line for each track with the same values as in JSON lines.</summary>
internal sealed class CsvTrackTable : ITrackTable
{
    private static readonly JsonSerializerOptions AllValues =
        new(JsonText.Options) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never };
    private static readonly string[] Columns = [.. Values(new ExportedTrack()).Select(value => value.Key)];
    private static readonly CsvReaderOptions Options = new() { TrackLineNumbers = true };

    public async Task WriteAsync(Stream target, IAsyncEnumerable<ExportedTrack> tracks, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(target, leaveOpen: true);
        await writer.WriteLineAsync(string.Join(',', Columns));
        await foreach (var track in tracks.WithCancellation(cancellation))
        {
            await writer.WriteLineAsync(string.Join(',', Values(track).Select(value => Quote(value.Value?.ToString() ?? ""))));
        }
    }

    public async IAsyncEnumerable<ExportedTrack> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var csv = CsvReader.FromFile(path, Options);
        string[] columns = [.. csv.Headers];
        while (await NextAsync(csv, cancellation))
        {
            yield return Parse(csv, columns);
        }
    }

    private static JsonObject Values(ExportedTrack track) => JsonSerializer.SerializeToNode(track, AllValues)!.AsObject();

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task<bool> NextAsync(CsvReader csv, CancellationToken cancellation)
    {
        try
        {
            return await csv.ReadAsync(cancellation);
        }
        catch (CsvFormatException exception)
        {
            throw new InvalidDataException($"It is not valid CSV: {exception.Message}", exception);
        }
    }

    // The JSON reader accepts numbers as text; empty values are left out.
    private static ExportedTrack Parse(CsvReader csv, string[] columns)
    {
        var values = new JsonObject();
        foreach (var (i, column) in columns.Index().Where(column => column.Index < csv.FieldCount))
        {
            if (csv.GetString(i) is { Length: > 0 } text)
            {
                values[column] = text;
            }
        }

        try
        {
            return values.Deserialize<ExportedTrack>(JsonText.Options)!;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"Line {csv.LineNumber} is not a track: {exception.Message}", exception);
        }
    }
}
