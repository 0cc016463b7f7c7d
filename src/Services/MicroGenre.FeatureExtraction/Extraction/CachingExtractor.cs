using System.Security.Cryptography;
using System.Text;
using MicroGenre.DataSets;
using MicroGenre.FeatureExtraction.Caching;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Caching;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.FeatureExtraction.Extraction;

/// <summary>Returns features of tracks from the cache, or computes them.</summary>
public sealed class CachingExtractor(ResultCache<CachedFeature> cache, FeatureExtractionOptions options)
{
    /// <summary>Returns the features of a track, in the order of <paramref name="settings"/>.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the track cannot be decoded, or is too short for a feature.
    /// RESOURCE_EXHAUSTED: the track or a feature exceeds a limit.</exception>
    public async Task<IReadOnlyList<CachedResult<CachedFeature>>> ExtractAsync(
        AudioInput audio, IReadOnlyList<FeatureSettings> settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(settings);
        var results = new CachedResult<CachedFeature>[settings.Count];
        try
        {
            // Features with the same sample rate are computed together: they share the decoding and, with equal frames, the spectra.
            foreach (var together in Enumerable.Range(0, results.Length).GroupBy(i => settings[i].SampleRate))
            {
                int[] places = [.. together];
                string[] keys = [.. places.Select(i => KeyOf(audio.Sha256, settings[i]))];
                var byKey = keys.Zip(places).DistinctBy(pair => pair.First)
                    .ToDictionary(pair => pair.First, pair => settings[pair.Second], StringComparer.Ordinal);
                var found = await cache.GetAsync(
                    keys, missing => Compute(audio, [.. missing.Select(key => byKey[key])], cancellation), cancellation);
                foreach (var (place, result) in places.Zip(found))
                {
                    results[place] = result;
                }
            }

            return results;
        }
        catch (Exception e) when (e is AudioFormatException or ArgumentException)
        {
            throw RpcErrors.InvalidArgument($"{audio.Name}: {TrackError.Line(e)}");
        }
    }

    /// <summary>Returns the features of the track with a hash if all of them are cached; otherwise <see langword="null"/>.</summary>
    public Task<IReadOnlyList<CachedResult<CachedFeature>>?> FindAsync(
        byte[] sha256, IReadOnlyList<FeatureSettings> settings, CancellationToken cancellation) =>
        cache.FindAsync([.. settings.Select(one => KeyOf(sha256, one))], cancellation);

    private static string KeyOf(byte[] sha256, FeatureSettings settings) => new FeatureKey(
        Convert.ToHexStringLower(sha256), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.CanonicalJson()))))
            .ToString();

    private CachedFeature[] Compute(AudioInput audio, IReadOnlyList<FeatureSettings> settings, CancellationToken cancellation)
    {
        var computed = audio.Extract(settings, options, cancellation);
        return [.. computed.Features.Select(matrix => CachedFeature.Of(computed.Audio, matrix))];
    }
}
