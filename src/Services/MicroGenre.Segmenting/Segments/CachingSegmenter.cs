using MicroGenre.Client.Segments;
using MicroGenre.Contracts;
using MicroGenre.Segmentation;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Caching;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.Segmenting.Segments;

/// <summary>Returns segments of tracks from the cache, or computes them.</summary>
public sealed class CachingSegmenter(ResultCache<SegmentResult> cache, SegmentingOptions options)
{
    /// <summary>Returns the segments of a track.</summary>
    /// <param name="audio">The track.</param>
    /// <param name="order">The settings of the request.</param>
    /// <param name="progress">Receives the share of the track that has been read, 0 … 1, if this call computes.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: the track cannot be decoded or segmented. RESOURCE_EXHAUSTED: the track
    /// is too long.</exception>
    public async Task<SegmentResult> SegmentAsync(
        AudioInput audio, SegmentOrder order, IProgress<double> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(order);
        try
        {
            var found =
                (await cache.GetAsync([order.KeyFor(audio)], _ => [Compute(audio, order, progress, cancellation)], cancellation))[0];
            var result = found.Value.Clone();
            (result.CacheHit, result.Timing) = (found.CacheHit, found.Timing);
            return result;
        }
        catch (Exception e) when (e is AudioFormatException or SegmentationException)
        {
            throw RpcErrors.InvalidArgument($"{audio.Name}: {e.Message}");
        }
    }

    private SegmentResult Compute(AudioInput audio, SegmentOrder order, IProgress<double> progress, CancellationToken cancellation)
    {
        AudioReader? reader = null;
        var track = new Segmenter(order.Settings).Segment(() => reader = Open(audio, order.SampleRate), progress, cancellation);
        return track.ToResult(order.RepresentativeSeconds, reader!.Damage);
    }

    private AudioReader Open(AudioInput audio, int sampleRate)
    {
        audio.Content.Position = 0;
        var reader = AudioFile.Open(audio.Content, sampleRate);
        try
        {
            options.Check(reader);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }
}
