using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>Says what the values of a vector were made of.</summary>
internal interface IVectorEvidence
{
    /// <summary>The vector of a span, with what it was made of.</summary>
    TracedVector Trace(FeatureMatrix span);
}

/// <summary>A vector with what it was made of.</summary>
/// <param name="Values">The same values as the vector's kind has.</param>
/// <param name="Attribute">Finds what in the span made the values what they are.</param>
internal sealed record TracedVector(double[] Values, Attribution Attribute);

/// <summary>
/// Divides Σ slope · (value − reference value) among kinds of evidence, ranges of frequency and frames, so that they add up to it.
/// </summary>
/// <param name="slopes">What each value adds for each unit.</param>
/// <param name="grid">Where the contributions are added.</param>
internal delegate void Attribution(ReadOnlySpan<double> slopes, EvidenceGrid grid);

/// <summary>The kinds of vectors whose values are known to be made of what.</summary>
internal static class VectorEvidence
{
    private static readonly Evidence[] TextureKinds = [.. Enumerable.Repeat(Evidence.Timbre, 2), Evidence.Rhythm];
    private static readonly Evidence[] LevelKinds = [.. Enumerable.Repeat(Evidence.Covariance, 4)];

    /// <summary>Whether what a kind's values are made of is known.</summary>
    public static bool IsKnown(VectorKind kind) => kind is VectorKind.Textures or VectorKind.Covariances or VectorKind.Modulations;

    /// <summary>How many values a known kind has.</summary>
    public static int WidthOf(VectorKind kind) => kind switch
    {
        VectorKind.Textures => Triangle(TextureKinds.Length * EvidenceGrid.Bands),
        VectorKind.Covariances => Triangle(LevelKinds.Length * EvidenceGrid.Bands),
        _ => JointModulations.Shared.Width,
    };

    /// <summary>The evidence of a known kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="reference">The values of average music, which a track is compared with.</param>
    public static IVectorEvidence Of(VectorKind kind, ReadOnlySpan<double> reference) => kind switch
    {
        VectorKind.Textures => new CovarianceEvidence(reference, TextureCovariances.Textures, TextureCovariances.Lag, TextureKinds),
        VectorKind.Covariances => new CovarianceEvidence(reference, LevelCovariances.Levels, LevelCovariances.Lag, LevelKinds),
        _ => new ModulationEvidence(reference),
    };

    /// <summary>
    /// The slope of the logarithm between two values, (ln a − ln b) / (a − b): what makes the difference of logarithms linear in the
    /// difference of values.
    /// </summary>
    public static double LogarithmSlope(double a, double b)
    {
        // Of values that are nearly equal, a difference of logarithms has few digits, and three terms of a series have all.
        const double NearlyEqual = 1e-4;
        var change = (a - b) / b;
        return Math.Abs(change) < NearlyEqual
            ? (1 - (change * (0.5 - (change * ((1.0 / 3) - (change / 4)))))) / b
            : (Math.Log(a) - Math.Log(b)) / (a - b);
    }

    private static int Triangle(int size) => size * (size + 1) / 2;
}
