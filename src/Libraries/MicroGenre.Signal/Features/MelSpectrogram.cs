namespace MicroGenre.Signal;

/// <summary>Computes mel spectrograms: the energy in mel bands over time (librosa's <c>feature.melspectrogram</c>).</summary>
/// <example><code>
/// var mel = MelSpectrogram.Compute(AudioFile.Read("song.mp3").Samples, new MelSettings { MelBands = 64 });
/// </code></example>
public static class MelSpectrogram
{
    /// <summary>Computes the mel spectrogram of a clip: power, <c>[MelBands, frames]</c>.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>, at the settings' rate.</param>
    /// <param name="settings">Window, hop, bands.</param>
    /// <exception cref="ArgumentException">The settings are invalid, or there are no samples.</exception>
    public static FeatureMatrix Compute(ReadOnlySpan<float> samples, MelSettings settings) => Feature.Compute(samples, settings.AsMel());
}

/// <summary>Mel bands of each frame.</summary>
internal class MelFeature(MelSettings settings) : FrameFeature
{
    private readonly MelFilterBank _filters = MelFilterBank.For(settings);

    public override int FrameValues => settings.MelBands;

    public override void Compute(FrameSpectrum spectrum, Span<float> values) => _filters.Apply(spectrum.Power, values);
}
