using Google.Protobuf;
using MicroGenre.Contracts;
using MicroGenre.Signal;
using SignalExtractor = MicroGenre.Signal.FeatureExtractor;

namespace MicroGenre.Serving.Audio;

/// <summary>The computed features of a track.</summary>
/// <param name="Audio">The description of the audio and its processing.</param>
/// <param name="Features">The features, in the order of the settings.</param>
public sealed record ComputedFeatures(AudioDescription Audio, IReadOnlyList<FeatureMatrix> Features);

/// <summary>Computes features of a track, within limits.</summary>
public static class AudioExtraction
{
    /// <summary>Computes features of a track in one pass, without holding all of its samples.</summary>
    /// <param name="audio">The track.</param>
    /// <param name="settings">The features to compute; all must have the same sample rate.</param>
    /// <param name="limits">The limits to enforce.</param>
    /// <param name="cancellation">Cancels the computation.</param>
    /// <exception cref="AudioFormatException">The track cannot be decoded.</exception>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: the track or its features exceed a limit.</exception>
    public static ComputedFeatures Extract(
        this AudioInput audio, IReadOnlyList<FeatureSettings> settings, AudioLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(limits);
        AudioReader? last = null;
        var features = SignalExtractor.Extract(Open, settings, cancellation);
        return new ComputedFeatures(Describe(last!, audio.Sha256), features);

        AudioReader Open()
        {
            audio.Content.Position = 0;
            var reader = AudioFile.Open(audio.Content, settings[0].SampleRate);
            try
            {
                limits.Check(reader, settings);
                last = reader;
                return reader;
            }
            catch
            {
                reader.Dispose();
                throw;
            }
        }
    }

    private static AudioDescription Describe(AudioReader reader, byte[] sha256) => new()
    {
        Container = reader.Source.Container,
        Codec = reader.Source.Codec,
        SampleRate = reader.Source.SampleRate,
        Channels = reader.Source.Channels,
        DurationSeconds = (double)reader.SamplesRead / reader.SampleRate,
        ProcessedSampleRate = reader.SampleRate,
        Resampled = reader.SampleRate != reader.Source.SampleRate,
        Sha256 = ByteString.CopyFrom(sha256),
        Sound = new SoundMeasure
        {
            DecodedSeconds = reader.Sound.Duration.TotalSeconds,
            SoundingSeconds = reader.Sound.Sounding.TotalSeconds,
        },
        SecondsLost = reader.Damage?.SecondsLost ?? 0,
        SkippedBytes = reader.Damage?.SkippedBytes ?? 0,
    };

    /// <summary>Reads <see cref="AudioDescription.Sound"/>; <see langword="null"/> if the service did not measure it.</summary>
    public static SoundContent? SoundOf(AudioDescription audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return audio.Sound is { } sound
            ? new SoundContent(TimeSpan.FromSeconds(sound.DecodedSeconds), TimeSpan.FromSeconds(sound.SoundingSeconds)) : null;
    }
}
