using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// What the logarithms of mean magnitudes were made of: a mean is a sum over places and times, and its logarithm less the reference is
/// linear in it by the slope between the two. A magnitude counts for the place and time that its filter is centred on.
/// </summary>
internal sealed class ModulationEvidence : IVectorEvidence
{
    private readonly double[] _reference;

    /// <param name="reference">The values of average music.</param>
    public ModulationEvidence(ReadOnlySpan<double> reference) => _reference = reference.ToArray();

    /// <inheritdoc/>
    public TracedVector Trace(FeatureMatrix span)
    {
        var magnitudes = new ModulationMagnitudes();
        var values = JointModulations.Shared.From(span, magnitudes);
        return new TracedVector(values, (slopes, grid) => Attribute(values, magnitudes, slopes, grid));
    }

    private void Attribute(double[] values, ModulationMagnitudes magnitudes, ReadOnlySpan<double> slopes, EvidenceGrid grid)
    {
        const int BandsPerZone = EvidenceGrid.Bands / JointModulations.Zones;
        var moving = magnitudes.Shares.Count - JointModulations.Shared.Scales.Count;
        var sums = new double[EvidenceGrid.Bands][];
        for (var filter = 0; filter < magnitudes.Shares.Count; filter++)
        {
            var kind = filter < moving ? Evidence.Rhythm : Evidence.Timbre;
            var shares = magnitudes.Shares[filter];
            for (var band = 0; band < EvidenceGrid.Bands; band++)
            {
                var place = (filter * JointModulations.Zones) + (band / BandsPerZone);
                var (mean, average) = (Math.Exp(values[place]), Math.Exp(_reference[place]));
                var slope = slopes[place] * VectorEvidence.LogarithmSlope(mean, average);
                if (sums[band]?.Length != shares[band].Length)
                {
                    sums[band] = new double[shares[band].Length];
                }

                Vectors.AddScaled(sums[band], slope, shares[band]);
                grid.Spread(kind, band, slope * (JointModulations.Floor - average) / BandsPerZone);
            }

            // Filters that are measured at the same times follow each other.
            if (filter + 1 == magnitudes.Shares.Count || filter + 1 == moving || magnitudes.Shares[filter + 1][0].Length != sums[0].Length)
            {
                Place(sums, kind, grid);
            }
        }
    }

    private static void Place(double[][] sums, Evidence kind, EvidenceGrid grid)
    {
        for (var band = 0; band < sums.Length; band++)
        {
            var times = sums[band].Length;
            for (var time = 0; time < times; time++)
            {
                var from = (int)((long)time * grid.Frames / times);
                grid.Spread(kind, band, from, Math.Max(from + 1, (int)((time + 1L) * grid.Frames / times)), sums[band][time]);
            }

            Array.Clear(sums[band]);
        }
    }
}
