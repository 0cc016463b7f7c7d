namespace MicroGenre.Signal;

/// <summary>A mel spectrogram in decibels (librosa's <c>power_to_db(melspectrogram(y))</c>).</summary>
public static class LogMelSpectrogram
{
    /// <summary>Computes the log-mel spectrogram of a clip: dB, <c>[MelBands, frames]</c>.</summary>
    /// <inheritdoc cref="MelSpectrogram.Compute"/>
    public static FeatureMatrix Compute(ReadOnlySpan<float> samples, LogMelSettings settings)
    {
        var mel = MelSpectrogram.Compute(samples, settings);
        Decibels.FromPower(mel.Values, settings.ReferencePower, settings.MinPower, settings.TopDecibels);
        return mel;
    }
}
