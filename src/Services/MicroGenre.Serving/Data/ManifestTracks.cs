using System.Security.Cryptography;
using MicroGenre.Contracts;
using MicroGenre.DataSets;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Serving.Data;

/// <summary>The tracks of a caller's manifest: located and confined to the data root, each with its expected hash.</summary>
internal sealed class ManifestTracks
{
    private readonly Dictionary<string, byte[]> _hashes;

    private ManifestTracks(AudioDataSet dataSet, Dictionary<string, byte[]> hashes) => (DataSet, _hashes) = (dataSet, hashes);

    /// <summary>The tracks, with their names in the manifest.</summary>
    public AudioDataSet DataSet { get; }

    /// <summary>Locates the tracks. Their content is checked when they are read.</summary>
    /// <param name="manifest">The caller's manifest.</param>
    /// <param name="root">The data root that its paths are confined to.</param>
    /// <param name="field">The request's field, for error messages.</param>
    /// <exception cref="Grpc.Core.RpcException">A track is not found or not allowed, is listed twice, or has no genre or hash.</exception>
    public static ManifestTracks Open(TrackManifest manifest, DataRoot root, string field)
    {
        if (manifest.Tracks.Count == 0)
        {
            throw RpcErrors.InvalidArgument($"{field}: lists no tracks.");
        }

        var hashes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var tracks = new List<AudioTrack>();
        for (var i = 0; i < manifest.Tracks.Count; i++)
        {
            var (track, place) = (manifest.Tracks[i], $"{field}.tracks[{i}]");
            var path = root.File(track.Path, $"{place}.path");
            if (string.IsNullOrWhiteSpace(track.Genre))
            {
                throw RpcErrors.InvalidArgument($"{place}.genre: '{track.Path}' has no genre.");
            }

            if (track.Sha256.Length != SHA256.HashSizeInBytes)
            {
                throw RpcErrors.InvalidArgument(
                    $"{place}.sha256: a SHA-256 has {SHA256.HashSizeInBytes} bytes, not {track.Sha256.Length}.");
            }

            if (!hashes.TryAdd(path, track.Sha256.ToByteArray()))
            {
                throw RpcErrors.InvalidArgument($"{place}.path: '{track.Path}' is listed twice.");
            }

            tracks.Add(new AudioTrack(track.Path, track.Genre, path));
        }

        return new ManifestTracks(
            new AudioDataSet(
                "the manifest",
                    [.. tracks.OrderBy(track => track.Genre, StringComparer.Ordinal).ThenBy(track => track.Name, StringComparer.Ordinal)]),
                        hashes);
    }

    /// <summary>Checks the content of tracks against the manifest; throws <see cref="IOException"/> if it differs.</summary>
    public TrackFeatures Verified(TrackFeatures features) => (track, settings, cancellation) =>
    {
        using (var file = File.OpenRead(track.Path))
        {
            if (!SHA256.HashData(file).AsSpan().SequenceEqual(_hashes[track.Path]))
            {
                throw new IOException("Its content differs from the manifest: the SHA-256 does not match.");
            }
        }

        return features(track, settings, cancellation);
    };
}
