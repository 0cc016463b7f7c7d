using System.Diagnostics;
using Google.Protobuf;
using MicroGenre.Client.Segments;
using MicroGenre.Contracts;
using MicroGenre.Segmentation;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Caching;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.Segmenting.Segments;

/// <summary>Finds results in the cache, or computes them and keeps them. The same result wanted many times at once is computed once.</summary>
public sealed class CachingSegmenter(IContentCache cache, SegmentingOptions options, CacheMetrics metrics) : IDisposable
{
    private readonly SingleFlight<string, SegmentResult> _flights = new();
    private readonly SemaphoreSlim _processors = new(Environment.ProcessorCount);

    /// <summary>The segments of a track.</summary>
    /// <param name="audio">The track.</param>
    /// <param name="order">How to segment it.</param>
    /// <param name="progress">Hears which part of the track has been read, 0 … 1, while this very call computes.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the track cannot be decoded or segmented. RESOURCE_EXHAUSTED: it is too long.</exception>
    public async Task<SegmentResult> SegmentAsync(AudioInput audio, SegmentOrder order, IProgress<double> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(order);
        var clock = Stopwatch.StartNew();
        var key = order.KeyFor(audio);
        try
        {
            var results = await _flights.RunAsync([key], async _ => [await FindOrComputeAsync(key, audio, order, progress, cancellation)], cancellation);
            var (found, shared) = results[key];
            var result = found.Clone();
            if (shared)
            {
                (result.CacheHit, result.Timing) = (true, new Timing { QueueSeconds = clock.Elapsed.TotalSeconds });
            }

            metrics.Count(result.CacheHit);
            return result;
        }
        catch (Exception e) when (e is AudioFormatException or SegmentationException)
        {
            throw RpcErrors.InvalidArgument($"{audio.Name}: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _processors.Dispose();

    private async Task<SegmentResult> FindOrComputeAsync(string key, AudioInput audio, SegmentOrder order, IProgress<double> progress, CancellationToken cancellation)
    {
        if (await cache.GetAsync(key, cancellation) is { } bytes && TryParse(bytes) is { } found)
        {
            found.CacheHit = true;
            return found;
        }

        var computed = await ComputeAsync(audio, order, progress, cancellation);
        var kept = computed.Clone();
        kept.Timing = null;
        await cache.SetAsync(key, kept.ToByteArray(), cancellation);
        return computed;
    }

    private async Task<SegmentResult> ComputeAsync(AudioInput audio, SegmentOrder order, IProgress<double> progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        await _processors.WaitAsync(cancellation);
        try
        {
            var waited = clock.Elapsed;
            var track = await Task.Run(() => new Segmenter(order.Settings).Segment(() => Open(audio, order.SampleRate), progress, cancellation), cancellation);
            var result = track.ToResult(order.RepresentativeSeconds);
            result.Timing = new Timing { QueueSeconds = waited.TotalSeconds, ComputeSeconds = (clock.Elapsed - waited).TotalSeconds };
            return result;
        }
        finally
        {
            _processors.Release();
        }
    }

    private AudioReader Open(AudioInput audio, int sampleRate)
    {
        audio.Content.Position = 0;
        var reader = AudioFile.Open(audio.Content, sampleRate);
        try
        {
            options.ExtractionLimits.Check(reader);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private static SegmentResult? TryParse(byte[] bytes)
    {
        try
        {
            return SegmentResult.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
