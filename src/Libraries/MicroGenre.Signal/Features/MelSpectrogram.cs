namespace MicroGenre.Signal;

/// <summary>The energy in bands of the mel scale over time (librosa's <c>feature.melspectrogram</c>).</summary>
public static class MelSpectrogram
{
    /// <summary>Computes the mel spectrogram of a clip: power, <c>[MelBands, frames]</c>.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>, at the settings' rate.</param>
    /// <param name="settings">Window, hop, bands.</param>
    /// <exception cref="ArgumentException">The settings do not fit together, or there are no samples.</exception>
    public static FeatureMatrix Compute(ReadOnlySpan<float> samples, MelSettings settings)
    {
        settings.Validate();
        var filters = MelFilterBank.For(settings);
        var matrix = new FeatureMatrix(settings.MelBands, settings.FrameCount(samples.Length));
        var bands = new float[settings.MelBands];
        var stft = new Stft(settings);
        for (var frame = 0; frame < matrix.Frames; frame++)
        {
            filters.Apply(stft.Power(samples, frame), bands);
            for (var band = 0; band < bands.Length; band++)
            {
                matrix.Values[(band * matrix.Frames) + frame] = bands[band];
            }
        }

        return matrix;
    }
}
