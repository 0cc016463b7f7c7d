namespace MicroGenre.Signal;

/// <summary>The inputs of the papers' networks, as the papers describe them.</summary>
/// <example><code>
/// var vector = PaperFeatures.MfccVector(AudioFile.Read("song.mp3").Samples);
/// </code></example>
public static class PaperFeatures
{
    private const int ZeroCrossingSteps = 30;
    private const int PooledCoefficients = 30;

    /// <summary>hierarchical-lstm-2018, experiment 1: 13 MFCC, C1 to C13, at a hop of 512.</summary>
    public static MfccSettings HierarchicalWithoutC0 { get; } = new() { Coefficients = 13, IncludeC0 = false };

    /// <summary>hierarchical-lstm-2018, experiment 2: 14 MFCC, C0 to C13, at a hop of 512.</summary>
    public static MfccSettings HierarchicalWithC0 { get; } = new() { Coefficients = 14 };

    /// <summary>lstm-deep-features: the zero-crossing rates of 30 equal time steps, <c>[30]</c>. The paper uses slices of 3 s.</summary>
    /// <exception cref="ArgumentException">A step has fewer than two samples.</exception>
    public static float[] ZeroCrossingVector(ReadOnlySpan<float> samples)
    {
        if (samples.Length < 2 * ZeroCrossingSteps)
        {
            throw new ArgumentException($"{samples.Length} samples are too few for {ZeroCrossingSteps} steps.", nameof(samples));
        }

        var vector = new float[ZeroCrossingSteps];
        for (var step = 0; step < vector.Length; step++)
        {
            var start = (int)((long)step * samples.Length / vector.Length);
            var end = (int)((step + 1L) * samples.Length / vector.Length);
            vector[step] = (float)ZeroCrossings.Count(samples[start..end]) / (end - start);
        }

        return vector;
    }

    /// <summary>lstm-deep-features: the means, then the variances, of 30 MFCC at a hop of 512, <c>[60]</c>.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>.</param>
    /// <param name="sampleRate">Their rate, in Hz.</param>
    public static float[] MfccVector(ReadOnlySpan<float> samples, int sampleRate = AudioFile.DefaultSampleRate) =>
        Pooling.MeanAndVariance(Feature.Compute(samples, new MfccSettings { SampleRate = sampleRate, Coefficients = PooledCoefficients }));
}
