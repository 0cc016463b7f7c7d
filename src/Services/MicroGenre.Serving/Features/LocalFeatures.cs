using MicroGenre.Contracts;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;
using MicroGenre.Signal;

namespace MicroGenre.Serving.Features;

/// <summary>Computes features in this process.</summary>
public sealed class LocalFeatures(DataRoot root, AudioLimits limits) : IFeatureSource, IDisposable
{
    private readonly SemaphoreSlim _processors = new(Environment.ProcessorCount);

    /// <inheritdoc/>
    public async Task<TrackFeature> ExtractAsync(AudioSource? audio, FeatureSettings settings, CancellationToken cancellation)
    {
        await using var input = await AudioInput.OpenAsync(audio, root, cancellation);
        return await ExtractAsync(input, settings, cancellation);
    }

    /// <inheritdoc/>
    public async Task<TrackFeature> ExtractAsync(AudioInput audio, FeatureSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(audio);
        await _processors.WaitAsync(cancellation);
        try
        {
            var computed = await Task.Run(() => audio.Extract([settings], limits, cancellation), cancellation);
            return new TrackFeature(computed.Features[0], computed.Audio, false);
        }
        catch (AudioFormatException e)
        {
            throw RpcErrors.InvalidArgument($"{audio.Name}: {e.Message}");
        }
        finally
        {
            _processors.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _processors.Dispose();
}
