using System.Security.Cryptography;
using MicroGenre.Contracts;
using MicroGenre.DataSets;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Serving.Data;

/// <summary>The tracks of a caller's manifest: found and confined to the data root, each with the hash of what it should hold.</summary>
internal sealed class ManifestTracks
{
    private readonly Dictionary<string, byte[]> _hashes;

    private ManifestTracks(AudioDataSet dataSet, Dictionary<string, byte[]> hashes) => (DataSet, _hashes) = (dataSet, hashes);

    /// <summary>The tracks, by the names that the manifest gives them.</summary>
    public AudioDataSet DataSet { get; }

    /// <summary>Finds the tracks; their content is looked at when they are read.</summary>
    /// <param name="manifest">What the caller sent.</param>
    /// <param name="root">What its paths are confined to.</param>
    /// <param name="field">The request's field, for messages.</param>
    /// <exception cref="Grpc.Core.RpcException">A track is not there or not allowed, is listed twice, or lacks its genre or
    /// hash.</exception>
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
                throw RpcErrors.InvalidArgument($"{place}.genre: '{track.Path}' has none.");
            }

            if (track.Sha256.Length != SHA256.HashSizeInBytes)
            {
                throw RpcErrors.InvalidArgument(
                    $"{place}.sha256: {track.Sha256.Length} bytes are not a SHA-256, which has {SHA256.HashSizeInBytes}.");
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

    /// <summary>Features of tracks that hold what the manifest says; <see cref="IOException"/> for others.</summary>
    public TrackFeatures Verified(TrackFeatures features) => (track, settings, cancellation) =>
    {
        using (var file = File.OpenRead(track.Path))
        {
            if (!SHA256.HashData(file).AsSpan().SequenceEqual(_hashes[track.Path]))
            {
                throw new IOException("Its content is not what the manifest says: the SHA-256 differs.");
            }
        }

        return features(track, settings, cancellation);
    };
}
