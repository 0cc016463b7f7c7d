namespace MicroGenre.Collections.Exchange;

/// <summary>Reads and writes tracks in one file format.</summary>
internal interface ITrackTable
{
    /// <summary>Writes all tracks.</summary>
    Task WriteAsync(Stream target, IAsyncEnumerable<ExportedTrack> tracks, CancellationToken cancellation);

    /// <summary>Reads all tracks.</summary>
    /// <exception cref="InvalidDataException">The file has another format, or is malformed.</exception>
    IAsyncEnumerable<ExportedTrack> ReadAsync(string path, CancellationToken cancellation);
}
