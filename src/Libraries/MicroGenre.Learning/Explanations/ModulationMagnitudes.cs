namespace MicroGenre.Learning;

/// <summary>The magnitudes whose means <see cref="JointModulations"/> takes, added up within each range of rows at each time.</summary>
internal sealed class ModulationMagnitudes
{
    private const int RangesPerZone = EvidenceGrid.Bands / JointModulations.Zones;
    private readonly List<double[][]> _sums = [];

    /// <summary>
    /// In the order of the vector, for each filter the shares of the mean that fall on each range and time: <c>[ranges, times]</c>.
    /// </summary>
    public IReadOnlyList<double[][]> Shares => _sums;

    /// <summary>Begins with the next filter.</summary>
    /// <param name="times">How many times it is measured at.</param>
    public double[][] Add(int times)
    {
        var sums = new double[EvidenceGrid.Bands][];
        for (var range = 0; range < sums.Length; range++)
        {
            sums[range] = new double[times];
        }

        _sums.Add(sums);
        return sums;
    }

    /// <summary>Adds the magnitudes around one of a zone's centres; one that stands alone counts for all of its zone.</summary>
    public static void Add(double[][]? sums, int zone, int centre, int centres, double[] magnitudes)
    {
        if (sums is null)
        {
            return;
        }

        var share = 1.0 / (centres * magnitudes.Length);
        var first = zone * RangesPerZone;
        if (centres % RangesPerZone == 0)
        {
            Vectors.AddScaled(sums[first + (centre * RangesPerZone / centres)], share, magnitudes);
            return;
        }

        for (var range = first; range < first + RangesPerZone; range++)
        {
            Vectors.AddScaled(sums[range], share / RangesPerZone, magnitudes);
        }
    }
}
