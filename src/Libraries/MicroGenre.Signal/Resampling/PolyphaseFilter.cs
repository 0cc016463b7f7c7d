using System.Numerics;

namespace MicroGenre.Signal;

/// <summary>
/// The low-pass filter of a rate conversion, sampled at the phases of output samples between input samples: a sinc under a Kaiser window.
/// It is flat up to 0.9 of the lower Nyquist frequency, at least 100 dB down from that frequency on, symmetric, and hence of linear phase.
/// </summary>
internal sealed class PolyphaseFilter
{
    private const double StopAttenuation = 100;
    private const double PassEdge = 0.9;
    private const double StopEdge = 1.0;

    /// <summary>Kaiser's estimates of the window's shape and length for an attenuation and a transition band.</summary>
    private const double KaiserBeta = 0.1102 * (StopAttenuation - 8.7);
    private const double HalfWidth = (StopAttenuation - 8) / (2.285 * Math.PI * (StopEdge - PassEdge)) / 2;

    /// <summary>
    /// Number of phases between two samples of the lower rate; linear interpolation between them errs by less than −115 dB.
    /// </summary>
    private const int InterpolatedPhases = 1024;

    private const int MaxExactCoefficients = 1 << 18;
    private static readonly RecentlyMade<(int, int), PolyphaseFilter> Filters = new(rates => new PolyphaseFilter(rates.Item1, rates.Item2));

    private readonly float[] _coefficients;

    private PolyphaseFilter(int fromRate, int toRate)
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(fromRate, toRate);
        UpFactor = toRate / divisor;
        DownFactor = fromRate / divisor;
        var inputPerLower = Math.Max(1.0, (double)fromRate / toRate);
        HalfTaps = (int)Math.Ceiling(HalfWidth * inputPerLower);
        Phases = (long)UpFactor * Taps <= MaxExactCoefficients ? UpFactor : (int)Math.Ceiling(InterpolatedPhases / inputPerLower);
        _coefficients = new float[(Phases + 1) * Taps];
        for (var phase = 0; phase <= Phases; phase++)
        {
            Design((double)phase / Phases, inputPerLower, _coefficients.AsSpan(phase * Taps, Taps));
        }
    }

    /// <summary>Output samples per <see cref="DownFactor"/> input samples.</summary>
    public int UpFactor { get; }

    /// <summary>Input samples per <see cref="UpFactor"/> output samples.</summary>
    public int DownFactor { get; }

    /// <summary>Number of input samples on either side that an output sample depends on.</summary>
    public int HalfTaps { get; }

    /// <summary>Number of input samples that an output sample depends on.</summary>
    public int Taps => 2 * HalfTaps;

    /// <summary>Number of phases in the table: all that occur (<see cref="UpFactor"/>), or fewer to interpolate between.</summary>
    public int Phases { get; }

    /// <summary>Returns the filter for a pair of rates, from a cache if possible.</summary>
    public static PolyphaseFilter For(int fromRate, int toRate) =>
        Filters.For((fromRate, toRate));

    /// <summary>The coefficients at one phase, <c>[taps]</c>; <paramref name="phase"/> may equal <see cref="Phases"/>.</summary>
    public ReadOnlySpan<float> AtPhase(int phase) => _coefficients.AsSpan(phase * Taps, Taps);

    private void Design(double fraction, double inputPerLower, Span<float> coefficients)
    {
        const double cutoff = (PassEdge + StopEdge) / 2;
        var values = new double[coefficients.Length];
        var sum = 0.0;
        for (var tap = 0; tap < values.Length; tap++)
        {
            // Distance from the output sample in samples of the lower rate: tap HalfTaps - 1 is the last input sample at or before it.
            var distance = (tap - (HalfTaps - 1) - fraction) / inputPerLower;
            values[tap] = Sinc(cutoff * distance) * KaiserWindow(distance / HalfWidth);
            sum += values[tap];
        }

        // Every phase has a gain of exactly 1 at 0 Hz, so that a constant stays constant.
        for (var tap = 0; tap < values.Length; tap++)
        {
            coefficients[tap] = (float)(values[tap] / sum);
        }
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double KaiserWindow(double position) =>
        Math.Abs(position) >= 1 ? 0 : BesselI0(KaiserBeta * Math.Sqrt(1 - (position * position))) / BesselI0(KaiserBeta);

    /// <summary>The modified Bessel function of the first kind and order zero, by its power series.</summary>
    private static double BesselI0(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
