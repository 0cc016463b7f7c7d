using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Serialization;

namespace MicroGenre.Collections.Exchange;

/// <summary>Parquet: a column for each value, in row groups of some thousand rows.</summary>
internal sealed class ParquetTable : ITrackTable
{
    private const int GroupRows = 10_000;

    public async Task WriteAsync(Stream target, IAsyncEnumerable<ExportedTrack> tracks, CancellationToken cancellation)
    {
        var rows = new List<ExportedTrack>(GroupRows);
        var isFirst = true;
        await foreach (var track in tracks.WithCancellation(cancellation))
        {
            rows.Add(track);
            if (rows.Count == GroupRows)
            {
                await AppendAsync();
            }
        }

        if (rows.Count > 0 || isFirst)
        {
            await AppendAsync();
        }

        async Task AppendAsync()
        {
            await ParquetSerializer.SerializeAsync(rows, target, new ParquetOptions { Append = !isFirst }, cancellationToken: cancellation);
            isFirst = false;
            rows.Clear();
        }
    }

    public async IAsyncEnumerable<ExportedTrack> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IList<ExportedTrack> rows;
        try
        {
            rows = (await ParquetSerializer.DeserializeAsync<ExportedTrack>(path, cancellationToken: cancellation)).Data;
        }
        catch (Exception exception) when (exception is ParquetException or IOException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"It is not a Parquet file of tracks: {exception.Message}", exception);
        }

        foreach (var row in rows)
        {
            yield return row;
        }
    }
}
