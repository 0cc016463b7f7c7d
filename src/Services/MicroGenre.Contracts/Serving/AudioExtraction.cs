using Google.Protobuf;
using MicroGenre.Signal;
using SignalExtractor = MicroGenre.Signal.FeatureExtractor;

namespace MicroGenre.Contracts.Serving;

/// <summary>What a service computes at most.</summary>
/// <param name="LongestTrack">The longest track.</param>
/// <param name="LargestFeature">The most bytes of one feature.</param>
public sealed record ExtractionLimits(TimeSpan LongestTrack, long LargestFeature)
{
    /// <summary>4 hours, 256 MiB.</summary>
    public static ExtractionLimits Default { get; } = new(TimeSpan.FromHours(4), 256L * 1024 * 1024);
}

/// <summary>A track's features as they were computed.</summary>
/// <param name="Audio">What the audio was and what was done to it.</param>
/// <param name="Features">The features, in the order asked for.</param>
public sealed record ComputedFeatures(AudioDescription Audio, IReadOnlyList<FeatureMatrix> Features);

/// <summary>From a track's bytes to features, within limits.</summary>
public static class AudioExtraction
{
    /// <summary>Computes features of a track in one pass, without holding its samples.</summary>
    /// <param name="audio">The track.</param>
    /// <param name="settings">What to compute; all at the same sample rate.</param>
    /// <param name="limits">What is too much.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <exception cref="AudioFormatException">The track cannot be decoded.</exception>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: the track or a feature is over a limit.</exception>
    public static ComputedFeatures Extract(this AudioInput audio, IReadOnlyList<FeatureSettings> settings, ExtractionLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(limits);
        AudioDescription? description = null;
        var features = SignalExtractor.Extract(Open, settings, cancellation);
        return new ComputedFeatures(description!, features);

        AudioReader Open()
        {
            audio.Content.Position = 0;
            var reader = AudioFile.Open(audio.Content, settings[0].SampleRate);
            try
            {
                Refuse(reader, settings, limits);
                description = Describe(reader, audio.Sha256);
                return reader;
            }
            catch
            {
                reader.Dispose();
                throw;
            }
        }
    }

    private static void Refuse(AudioReader reader, IReadOnlyList<FeatureSettings> settings, ExtractionLimits limits)
    {
        if (reader.Length is not { } samples)
        {
            return;
        }

        if (samples > limits.LongestTrack.TotalSeconds * reader.SampleRate)
        {
            throw RpcErrors.ResourceExhausted($"The track lasts longer than {limits.LongestTrack.TotalMinutes:0.#} minutes, the limit.");
        }

        foreach (var feature in settings)
        {
            var frames = 1 + (samples / feature.HopLength);
            var bytes = frames * feature.Rows * sizeof(float);
            if (bytes > limits.LargestFeature)
            {
                throw RpcErrors.ResourceExhausted($"{feature.Feature} would have {feature.Rows} rows and {frames} frames: {bytes} bytes are over the limit of {limits.LargestFeature}.");
            }
        }
    }

    private static AudioDescription Describe(AudioReader reader, byte[] sha256) => new()
    {
        Container = reader.Source.Container,
        Codec = reader.Source.Codec,
        SampleRate = reader.Source.SampleRate,
        Channels = reader.Source.Channels,
        DurationSeconds = reader.Length is { } samples ? (double)samples / reader.SampleRate : reader.Source.Duration.TotalSeconds,
        ProcessedSampleRate = reader.SampleRate,
        Resampled = reader.SampleRate != reader.Source.SampleRate,
        Sha256 = ByteString.CopyFrom(sha256),
    };
}
