using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Joint modulations of a log-mel spectrogram in time and frequency: magnitudes of two-dimensional Gabor filters, as in models of the
/// auditory cortex (Chi, Ru and Shamma, "Multiresolution spectrotemporal analysis of complex sounds", 2005) and in joint time-frequency
/// scattering (Andén, Lostanlen and Mallat, 2019). Rising and falling patterns are distinguished. Level and equalisation of a recording
/// affect only the part without a rate. Rates, in cycles per frame, are chosen for frames of about 78 ms; scales, in cycles per row, for
/// 128 mel bands.
/// </summary>
internal sealed class JointModulations
{
    /// <summary>Minimum number of rows of the spectrogram.</summary>
    public const int MinRows = 64;

    /// <summary>Number of zones of rows over which magnitudes are averaged.</summary>
    public const int Zones = 8;

    /// <summary>Number of frames averaged for the part that covers only patterns along frequency.</summary>
    public const int StillFrames = 8;

    /// <summary>Added to each mean magnitude, in dB, because silence has no logarithm.</summary>
    public const double Floor = 0.01;

    // Half the length of a filter, in standard deviations of its Gaussian.
    private const double Reach = 2.6;

    private static readonly double[] RateCentres = [0.0272, 0.0427, 0.066, 0.101, 0.155, 0.233, 0.349];
    private static readonly double[] ScaleCentres = [1.0 / 96, 1.0 / 48, 1.0 / 24, 1.0 / 12, 1.0 / 6.5, 1.0 / 3.8, 0.42];

    /// <param name="rates">Centre frequencies in time, in cycles per frame.</param>
    /// <param name="scales">Centre frequencies along frequency, in cycles per row.</param>
    /// <param name="rateWidth">Standard deviation of a filter's Gaussian in time, as a share of its rate.</param>
    /// <param name="scaleWidth">Standard deviation of a filter's Gaussian along frequency, as a share of its scale.</param>
    internal JointModulations(IEnumerable<double> rates, IEnumerable<double> scales, double rateWidth, double scaleWidth)
    {
        Rates = [.. rates.Select(rate => new GaborFilter(rate, rateWidth * rate, Reach))];
        Scales = [.. scales.Select(scale => new GaborFilter(scale, scaleWidth * scale, Reach))];
    }

    /// <summary>The instance with the rates and scales used by recipes.</summary>
    public static JointModulations Shared { get; } = new(RateCentres, ScaleCentres, rateWidth: 0.3, scaleWidth: 0.4);

    /// <summary>The filters in time, one for each rate.</summary>
    public IReadOnlyList<GaborFilter> Rates { get; }

    /// <summary>The filters along frequency, one for each scale.</summary>
    public IReadOnlyList<GaborFilter> Scales { get; }

    /// <summary>How many values a vector has.</summary>
    public int Width => ((2 * Rates.Count) + 1) * Scales.Count * Zones;

    /// <summary>The vector of a track; its length does not depend on the track's.</summary>
    /// <param name="logMel">dB, <c>[rows, frames]</c>, at least <see cref="MinRows"/> rows.</param>
    public static double[] Of(FeatureMatrix logMel) => Shared.From(logMel);

    /// <summary>
    /// Computes logarithms of mean magnitudes: <c>[rate, scale, direction, zone]</c>, then <c>[scale, zone]</c> of the spectrum itself.
    /// </summary>
    /// <param name="logMel">dB, <c>[rows, frames]</c>.</param>
    /// <param name="keep">Where magnitudes are kept, for who wants to know what the means were made of.</param>
    internal double[] From(FeatureMatrix logMel, ModulationMagnitudes? keep = null)
    {
        var result = new List<double>(Width);
        foreach (var rate in Rates)
        {
            var moving = Swings(logMel, rate);
            foreach (var scale in Scales)
            {
                var (falling, rising) = Magnitudes(moving, scale, keep?.Add(moving[0].Length / 2), keep?.Add(moving[0].Length / 2));
                result.AddRange(falling);
                result.AddRange(rising);
            }
        }

        var still = Still(logMel);
        foreach (var scale in Scales)
        {
            result.AddRange(Magnitudes(still, scale, keep?.Add(still[0].Length / 2), null).One);
        }

        return [.. result];
    }

    // Each row filtered at a rate: real parts, then as many imaginary parts.
    private static double[][] Swings(FeatureMatrix logMel, GaborFilter rate)
    {
        var times = GaborFilter.Centres(logMel.Frames, rate.Step);
        var swings = new double[logMel.Rows][];
        var padded = new double[logMel.Frames + (2 * rate.Reach)];
        for (var row = 0; row < swings.Length; row++)
        {
            Pad(logMel.Row(row), padded, rate.Reach);
            var values = new double[2 * times.Length];
            for (var i = 0; i < times.Length; i++)
            {
                var around = padded.AsSpan(times[i], rate.Real.Length);
                values[i] = Vectors.Dot(around, rate.Real);
                values[times.Length + i] = Vectors.Dot(around, rate.Imaginary);
            }

            swings[row] = values;
        }

        return swings;
    }

    // Levels over short spans, in the same layout without imaginary parts.
    private static double[][] Still(FeatureMatrix logMel)
    {
        var spans = Math.Max(1, logMel.Frames / StillFrames);
        var still = new double[logMel.Rows][];
        for (var row = 0; row < still.Length; row++)
        {
            var values = logMel.Row(row);
            var levels = new double[2 * spans];
            for (var span = 0; span < spans; span++)
            {
                var (from, to) = (span * values.Length / spans, (span + 1) * values.Length / spans);
                foreach (var value in values[from..to])
                {
                    levels[span] += (double)value / (to - from);
                }
            }

            still[row] = levels;
        }

        return still;
    }

    // The row without its mean, mirrored at both ends.
    private static void Pad(ReadOnlySpan<float> row, double[] padded, int reach)
    {
        var mean = 0.0;
        foreach (var value in row)
        {
            mean += (double)value / row.Length;
        }

        for (var i = 0; i < padded.Length; i++)
        {
            padded[i] = row[GaborFilter.Mirror(i - reach, row.Length)] - mean;
        }
    }

    // Of patterns that fall in frequency with time, and of those that rise.
    private static (double[] One, double[] Other) Magnitudes(
        double[][] swings, GaborFilter scale, double[][]? keepOne, double[][]? keepOther)
    {
        var (rows, width) = (swings.Length, swings[0].Length);
        var times = width / 2;
        var (one, other) = (new double[Zones], new double[Zones]);
        var (real, imaginary) = (new double[width], new double[width]);
        var (magnitudes, others) = (new double[times], new double[times]);
        for (var zone = 0; zone < Zones; zone++)
        {
            var (from, to) = (zone * rows / Zones, (zone + 1) * rows / Zones);
            var count = Math.Max(1, (to - from) / scale.Step);
            for (var i = 0; i < count; i++)
            {
                var centre = from + ((((2 * i) + 1) * (to - from)) / (2 * count));
                Array.Clear(real);
                Array.Clear(imaginary);
                for (var tap = 0; tap < scale.Real.Length; tap++)
                {
                    var row = swings[GaborFilter.Mirror(centre + tap - scale.Reach, rows)];
                    Vectors.AddScaled(real, scale.Real[tap], row);
                    Vectors.AddScaled(imaginary, scale.Imaginary[tap], row);
                }

                for (var time = 0; time < times; time++)
                {
                    var (a, b, c, d) = (real[time], imaginary[times + time], real[times + time], imaginary[time]);
                    magnitudes[time] = Math.Sqrt(((a - b) * (a - b)) + ((c + d) * (c + d)));
                    others[time] = Math.Sqrt(((a + b) * (a + b)) + ((c - d) * (c - d)));
                    one[zone] += magnitudes[time];
                    other[zone] += others[time];
                }

                ModulationMagnitudes.Add(keepOne, zone, i, count, magnitudes);
                ModulationMagnitudes.Add(keepOther, zone, i, count, others);
            }

            one[zone] = Math.Log((one[zone] / (count * times)) + Floor);
            other[zone] = Math.Log((other[zone] / (count * times)) + Floor);
        }

        return (one, other);
    }
}
