using System.Security.Cryptography;
using Google.Protobuf;
using MicroGenre.Cli.Output;
using MicroGenre.Contracts;
using MicroGenre.DataSets;

namespace MicroGenre.Cli.Remote;

/// <summary>
/// Sends a service the tracks of a <c>.csv</c> file with the hash of each local file. Paths are sent as they are in the list; the service
/// resolves them in its own data root.
/// </summary>
internal static class HashedManifest
{
    /// <summary>Reads the list and hashes its tracks.</summary>
    /// <param name="file">The <c>.csv</c> file.</param>
    /// <param name="progress">Receives progress reports.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="DataSetException">The file does not exist, or is not a list of tracks.</exception>
    /// <exception cref="FailureException">A track cannot be read on this machine.</exception>
    public static async Task<TrackManifest> ReadAsync(string file, IProgress<Step> progress, CancellationToken cancellation)
    {
        var manifest = new TrackManifest();
        var tracks = CsvManifest.Open(file).Tracks;
        foreach (var track in tracks)
        {
            progress.Report(
                new Step((double)manifest.Tracks.Count / tracks.Count, $"hashing {manifest.Tracks.Count}/{tracks.Count} tracks"));
            manifest.Tracks.Add(new ManifestTrack
            {
                Path = track.Name,
                Genre = track.Genre,
                Sha256 = await HashAsync(file, track, cancellation),
            });
        }

        return manifest;
    }

    private static async Task<ByteString> HashAsync(string file, AudioTrack track, CancellationToken cancellation)
    {
        try
        {
            await using var content = File.OpenRead(track.Path);
            return ByteString.CopyFrom(await SHA256.HashDataAsync(content, cancellation));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailureException(
                $"'{file}' lists '{track.Name}', which must be readable on this machine to compute its hash: {exception.Message}",
                    exception);
        }
    }
}
