namespace MicroGenre.Collections.Exchange;

/// <summary>One kind of file that holds tracks.</summary>
internal interface ITrackTable
{
    /// <summary>Writes all tracks.</summary>
    Task WriteAsync(Stream target, IAsyncEnumerable<ExportedTrack> tracks, CancellationToken cancellation);

    /// <summary>Reads all tracks.</summary>
    /// <exception cref="InvalidDataException">The file is of another kind, or malformed.</exception>
    IAsyncEnumerable<ExportedTrack> ReadAsync(string path, CancellationToken cancellation);
}
