namespace MicroGenre.Signal;

/// <summary>Computes mel spectrograms in decibels (librosa's <c>power_to_db(melspectrogram(y))</c>).</summary>
public static class LogMelSpectrogram
{
    /// <summary>Computes the log-mel spectrogram of a clip: dB, <c>[MelBands, frames]</c>.</summary>
    /// <inheritdoc cref="MelSpectrogram.Compute"/>
    public static FeatureMatrix Compute(ReadOnlySpan<float> samples, LogMelSettings settings) => Feature.Compute(samples, settings);
}

/// <summary>Mel bands of each frame, in decibels relative to the whole clip.</summary>
internal class LogMelFeature(LogMelSettings settings) : MelFeature(settings)
{
    public override FeatureMatrix Finish(FeatureMatrix values)
    {
        Decibels.FromPower(values.Values, settings.ReferencePower, settings.MinPower, settings.TopDecibels);
        return values;
    }
}
