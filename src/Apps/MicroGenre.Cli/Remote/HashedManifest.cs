using System.Security.Cryptography;
using Google.Protobuf;
using MicroGenre.Cli.Output;
using MicroGenre.Contracts;
using MicroGenre.DataSets;

namespace MicroGenre.Cli.Remote;

/// <summary>
/// Tells a service which tracks a <c>.csv</c> lists, and by their hashes what each holds here. Paths are sent as they stand in the list:
/// the service takes them from its own data root.
/// </summary>
internal static class HashedManifest
{
    /// <summary>Reads the list and every track on it.</summary>
    /// <param name="file">The <c>.csv</c> file.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="DataSetException">There is no such file, or it is no list of tracks.</exception>
    /// <exception cref="FailureException">A track cannot be read here.</exception>
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
                $"'{file}' lists '{track.Name}', which must be readable here for a server to know what it holds: {exception.Message}",
                    exception);
        }
    }
}
