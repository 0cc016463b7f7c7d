namespace MicroGenre.Signal;

/// <summary>
/// Which tempi are to be expected before a track is heard: a mixture of normal distributions over the logarithm of the tempo.
/// </summary>
/// <param name="Parts">Its parts; at least one.</param>
public sealed record TempoPrior(IReadOnlyList<TempoRange> Parts)
{
    /// <summary>Around 120 beats per minute, as librosa's.</summary>
    public static TempoPrior Default { get; } = new([new TempoRange(120, 0)]);

    /// <summary>The logarithm of the density at a tempo, up to a constant.</summary>
    /// <param name="tempo">Beats per minute, above 0.</param>
    public double LogDensity(double tempo) => Math.Log(Parts.Sum(part => part.Density(tempo)) / Parts.Sum(part => part.Weight));
}

/// <summary>Tempi around one, by a normal distribution of their logarithm.</summary>
/// <param name="Tempo">The middle, in beats per minute.</param>
/// <param name="Octaves">The standard deviation, in octaves. An octave of doubt is added: the tempo of a single track is nothing that
/// others lay down.</param>
/// <param name="Weight">How much it counts beside others.</param>
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
