using System.Collections.Concurrent;

namespace MicroGenre.Signal;

/// <summary>
/// Triangular filters that are evenly spaced on the mel scale (librosa's <c>filters.mel</c>: Slaney's scale, linear below 1 kHz and
/// logarithmic above, and Slaney's norm, equal area). Each filter keeps only its non-zero weights.
/// </summary>
public sealed class MelFilterBank
{
    private const double LinearHertzPerMel = 200.0 / 3;
    private const double LogStartHertz = 1000;
    private const double LogStartMel = LogStartHertz / LinearHertzPerMel;
    private static readonly double LogStep = Math.Log(6.4) / 27;
    private static readonly ConcurrentDictionary<(int, int, int, double, double), MelFilterBank> Cache = new();

    private readonly (int FirstBin, float[] Weights)[] _filters;

    private MelFilterBank(int sampleRate, int windowLength, int bands, double minFrequency, double maxFrequency)
    {
        var edges = Edges(bands, minFrequency, maxFrequency);
        var hertzPerBin = (double)sampleRate / windowLength;
        _filters = new (int, float[])[bands];
        for (var band = 0; band < bands; band++)
        {
            _filters[band] = Filter(edges[band], edges[band + 1], edges[band + 2], hertzPerBin, (windowLength / 2) + 1);
        }
    }

    /// <summary>Number of bands.</summary>
    public int Bands => _filters.Length;

    /// <summary>The filters for some settings; they are made once.</summary>
    public static MelFilterBank For(MelSettings settings)
    {
        var maxFrequency = settings.MaxFrequency ?? settings.SampleRate / 2.0;
        return Cache.GetOrAdd(
            (settings.SampleRate, settings.WindowLength, settings.MelBands, settings.MinFrequency, maxFrequency),
            key => new MelFilterBank(key.Item1, key.Item2, key.Item3, key.Item4, key.Item5));
    }

    /// <summary>Hertz to mel on Slaney's scale.</summary>
    public static double HertzToMel(double hertz) =>
        hertz < LogStartHertz ? hertz / LinearHertzPerMel : LogStartMel + (Math.Log(hertz / LogStartHertz) / LogStep);

    /// <summary>Mel to hertz on Slaney's scale.</summary>
    public static double MelToHertz(double mel) =>
        mel < LogStartMel ? mel * LinearHertzPerMel : LogStartHertz * Math.Exp(LogStep * (mel - LogStartMel));

    /// <summary>The energy in each band, <c>[bands]</c>, of a power spectrum, <c>[bins]</c>.</summary>
    public void Apply(ReadOnlySpan<float> power, Span<float> bands)
    {
        for (var band = 0; band < _filters.Length; band++)
        {
            var (first, weights) = _filters[band];
            var sum = 0f;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * power[first + i];
            }

            bands[band] = sum;
        }
    }

    private static double[] Edges(int bands, double minFrequency, double maxFrequency)
    {
        var (low, high) = (HertzToMel(minFrequency), HertzToMel(maxFrequency));
        var edges = new double[bands + 2];
        for (var i = 0; i < edges.Length; i++)
        {
            edges[i] = MelToHertz(low + ((high - low) * i / (edges.Length - 1)));
        }

        return edges;
    }

    private static (int FirstBin, float[] Weights) Filter(double low, double centre, double high, double hertzPerBin, int bins)
    {
        var area = 2 / (high - low);
        var first = 0;
        var weights = new List<float>();
        for (var bin = 0; bin < bins; bin++)
        {
            var hertz = bin * hertzPerBin;
            var weight = Math.Min((hertz - low) / (centre - low), (high - hertz) / (high - centre));
            if (weight <= 0)
            {
                continue;
            }

            first = weights.Count == 0 ? bin : first;
            weights.Add((float)((float)weight * area));
        }

        return (first, [.. weights]);
    }
}
