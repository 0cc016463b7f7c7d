namespace MicroGenre.Signal;

/// <summary>Any one feature, chosen by its settings.</summary>
public static class Feature
{
    /// <summary>Computes the feature that <paramref name="settings"/> describe: <c>[Rows, frames]</c>.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>, at the settings' rate.</param>
    /// <param name="settings">Which feature, and how.</param>
    /// <exception cref="ArgumentException">The settings do not fit together, there are no samples, or one is not a finite
    /// number.</exception>
    public static FeatureMatrix Compute(ReadOnlySpan<float> samples, FeatureSettings settings) =>
        FeatureExtractor.Extract(samples, settings)[0];
}
