namespace MicroGenre.Signal;

/// <summary>Computes any feature from its settings.</summary>
/// <example><code>
/// var settings = new MfccSettings { Coefficients = 20 };
/// var mfcc = Feature.Compute(AudioFile.Read("song.mp3", settings.SampleRate).Samples, settings);
/// </code></example>
public static class Feature
{
    /// <summary>Computes the feature that <paramref name="settings"/> describe, <c>[Rows, frames]</c>.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>, at the settings' rate.</param>
    /// <param name="settings">The feature and its parameters.</param>
    /// <exception cref="ArgumentException">The settings are invalid, there are no samples, or a sample is not a finite number.</exception>
    public static FeatureMatrix Compute(ReadOnlySpan<float> samples, FeatureSettings settings) =>
        FeatureExtractor.Extract(samples, settings)[0];
}
