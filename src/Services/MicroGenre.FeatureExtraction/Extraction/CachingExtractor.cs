using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using MicroGenre.Contracts;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.FeatureExtraction.Caching;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Caching;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.FeatureExtraction.Extraction;

/// <summary>A feature, and what it took.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="CacheHit">Whether it did not have to be computed for this request.</param>
/// <param name="Timing">The time it took.</param>
public sealed record ExtractedFeature(CachedFeature Feature, bool CacheHit, Timing Timing);

/// <summary>Finds features in the cache, or computes them and keeps them. The same feature wanted many times at once is computed once.</summary>
public sealed class CachingExtractor(IContentCache cache, FeatureExtractionOptions options, CacheMetrics metrics) : IDisposable
{
    private readonly SingleFlight<FeatureKey, ExtractedFeature> _flights = new();
    private readonly SemaphoreSlim _processors = new(Environment.ProcessorCount);

    /// <summary>The features of a track, in the order of <paramref name="settings"/>.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the track cannot be decoded, or is too short for a feature. RESOURCE_EXHAUSTED: the track or a feature is over a limit.</exception>
    public async Task<IReadOnlyList<ExtractedFeature>> ExtractAsync(AudioInput audio, IReadOnlyList<FeatureSettings> settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var clock = Stopwatch.StartNew();
        var track = Convert.ToHexStringLower(audio.Sha256);
        var keys = settings.Select(one => new FeatureKey(track, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(one.CanonicalJson()))))).ToList();
        var byKey = keys.Zip(settings).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second);
        try
        {
            var results = await _flights.RunAsync(byKey.Keys, led => FindOrComputeAsync(audio, [.. led.Select(key => (key, byKey[key]))], cancellation), cancellation);
            return [.. keys.Select(key => Counted(results[key], clock.Elapsed))];
        }
        catch (Exception e) when (e is AudioFormatException or ArgumentException)
        {
            throw RpcErrors.InvalidArgument($"{audio.Name}: {TrackError.Line(e)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _processors.Dispose();

    private ExtractedFeature Counted((ExtractedFeature Feature, bool Shared) result, TimeSpan waited)
    {
        var feature = result.Shared
            ? result.Feature with { CacheHit = true, Timing = new Timing { QueueSeconds = waited.TotalSeconds } }
            : result.Feature;
        metrics.Count(feature.CacheHit);
        return feature;
    }

    private async Task<IReadOnlyList<ExtractedFeature>> FindOrComputeAsync(AudioInput audio, IReadOnlyList<(FeatureKey Key, FeatureSettings Settings)> wanted, CancellationToken cancellation)
    {
        var results = new ExtractedFeature?[wanted.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            results[i] = await cache.GetAsync(wanted[i].Key.ToString(), cancellation) is { } bytes && CachedFeature.TryParse(bytes) is { } found
                ? new ExtractedFeature(found, true, new Timing { FeatureSeconds = clock.Elapsed.TotalSeconds })
                : null;
        }

        // Features of one sample rate are computed together: they share the decoding, and those of equal frames their spectra.
        foreach (var together in Enumerable.Range(0, results.Length).Where(i => results[i] is null).GroupBy(i => wanted[i].Settings.SampleRate))
        {
            int[] missing = [.. together];
            var computed = await ComputeAsync(audio, [.. missing.Select(i => wanted[i].Settings)], cancellation);
            for (var j = 0; j < missing.Length; j++)
            {
                results[missing[j]] = computed[j];
                if (computed[j].Feature.Bytes.Length <= options.LargestCachedFeature)
                {
                    await cache.SetAsync(wanted[missing[j]].Key.ToString(), computed[j].Feature.Bytes, cancellation);
                }
            }
        }

        return results!;
    }

    private async Task<ExtractedFeature[]> ComputeAsync(AudioInput audio, IReadOnlyList<FeatureSettings> settings, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        await _processors.WaitAsync(cancellation);
        try
        {
            var waited = clock.Elapsed;
            var computed = await Task.Run(() => audio.Extract(settings, options.ExtractionLimits, cancellation), cancellation);
            var timing = new Timing { QueueSeconds = waited.TotalSeconds, ComputeSeconds = (clock.Elapsed - waited).TotalSeconds };
            return [.. computed.Features.Select(matrix => new ExtractedFeature(CachedFeature.Of(computed.Audio, matrix), false, timing))];
        }
        finally
        {
            _processors.Release();
        }
    }
}
