using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MicroGenre.Signal;

/// <summary>
/// Triangular filters that are evenly spaced on the mel scale (librosa's <c>filters.mel</c>): Slaney's scale, linear below 1 kHz and
/// logarithmic above, with Slaney's norm, equal area. Each filter stores only its non-zero weights.
/// </summary>
/// <example><code>
/// var filters = MelFilterBank.For(new MelSettings());
/// var mel = MelFilterBank.HertzToMel(440);
/// </code></example>
public sealed class MelFilterBank
{
    private const double LinearHertzPerMel = 200.0 / 3;
    private const double LogStartHertz = 1000;
    private const double LogStartMel = LogStartHertz / LinearHertzPerMel;
    private static readonly double LogStep = Math.Log(6.4) / 27;
    private static readonly RecentlyMade<(int, int, int, double, double), MelFilterBank> Banks =
        new(key => new MelFilterBank(key.Item1, key.Item2, key.Item3, key.Item4, key.Item5));

    private readonly (int FirstBin, float[] Weights)[] _filters;
    private readonly int _bins;

    private MelFilterBank(int sampleRate, int windowLength, int bands, double minFrequency, double maxFrequency)
    {
        var edges = Edges(bands, minFrequency, maxFrequency);
        var hertzPerBin = (double)sampleRate / windowLength;
        _bins = (windowLength / 2) + 1;
        _filters = new (int, float[])[bands];
        for (var band = 0; band < bands; band++)
        {
            _filters[band] = Pad(Filter(edges[band], edges[band + 1], edges[band + 2], hertzPerBin, _bins), _bins);
        }
    }

    /// <summary>Number of bands.</summary>
    public int Bands => _filters.Length;

    /// <summary>Returns the filters for some settings, from a cache if possible.</summary>
    public static MelFilterBank For(MelSettings settings)
    {
        var maxFrequency = settings.MaxFrequency ?? settings.SampleRate / 2.0;
        return Banks.For((settings.SampleRate, settings.WindowLength, settings.MelBands, settings.MinFrequency, maxFrequency));
    }

    /// <summary>Converts Hz to mel on Slaney's scale.</summary>
    public static double HertzToMel(double hertz) =>
        hertz < LogStartHertz ? hertz / LinearHertzPerMel : LogStartMel + (Math.Log(hertz / LogStartHertz) / LogStep);

    /// <summary>Converts mel to Hz on Slaney's scale.</summary>
    public static double MelToHertz(double mel) =>
        mel < LogStartMel ? mel * LinearHertzPerMel : LogStartHertz * Math.Exp(LogStep * (mel - LogStartMel));

    /// <summary>Computes the energy in each band, <c>[bands]</c>, from a power spectrum, <c>[bins]</c>.</summary>
    [MethodImpl(Kernel.Compilation)]
    public void Apply(ReadOnlySpan<float> power, Span<float> bands)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(power.Length, _bins, nameof(power));
        ref var powers = ref MemoryMarshal.GetReference(power);
        for (var band = 0; band < _filters.Length; band++)
        {
            var (first, weights) = _filters[band];
            ref var weight = ref MemoryMarshal.GetArrayDataReference(weights);
            var sums = Vector256<float>.Zero;
            var i = 0;
            for (; i <= weights.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                sums += Vector256.LoadUnsafe(ref weight, (nuint)i) * Vector256.LoadUnsafe(ref powers, (nuint)(first + i));
            }

            var sum = Vector256.Sum(sums);
            for (; i < weights.Length; i++)
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

    /// <summary>Pads the weights with zeros to whole vectors; not possible if the spectrum is shorter than a vector.</summary>
    private static (int FirstBin, float[] Weights) Pad((int FirstBin, float[] Weights) filter, int bins)
    {
        var length = (filter.Weights.Length + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;
        if (length > bins)
        {
            return filter;
        }

        var first = Math.Min(filter.FirstBin, bins - length);
        var weights = new float[length];
        filter.Weights.CopyTo(weights, filter.FirstBin - first);
        return (first, weights);
    }
}
