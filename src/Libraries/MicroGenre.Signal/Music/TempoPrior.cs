namespace MicroGenre.Signal;

/// <summary>A prior over tempi: a mixture of normal distributions of the logarithm of the tempo.</summary>
/// <param name="Parts">The components; at least one.</param>
public sealed record TempoPrior(IReadOnlyList<TempoRange> Parts)
{
    /// <summary>A prior around 120 beats per minute, as in librosa.</summary>
    public static TempoPrior Default { get; } = new([new TempoRange(120, 0)]);

    /// <summary>The logarithm of the density at a tempo, up to a constant.</summary>
    /// <param name="tempo">Beats per minute, above 0.</param>
    public double LogDensity(double tempo) => Math.Log(Parts.Sum(part => part.Density(tempo)) / Parts.Sum(part => part.Weight));
}

/// <summary>A component of the prior: a normal distribution of the logarithm of the tempo.</summary>
/// <param name="Tempo">The centre, in beats per minute.</param>
/// <param name="Octaves">The standard deviation, in octaves. The density adds one octave of uncertainty, because a single track may differ
/// from its genre.</param>
/// <param name="Weight">The weight relative to other components.</param>
public sealed record TempoRange(double Tempo, double Octaves, double Weight = 1)
{
    private const double Doubt = 1;

    internal double Density(double tempo)
    {
        var variance = (Octaves * Octaves) + (Doubt * Doubt);
        var octaves = Math.Log2(tempo / Tempo);
        return Weight / Math.Sqrt(variance) * Math.Exp(-0.5 * octaves * octaves / variance);
    }
}
