namespace MicroGenre.Signal;

/// <summary>
/// Estimates the tempo of a track from its onset strength. A tempo is likely if onsets repeat after one, two, three and four beats. A prior
/// weights the tempi: it separates half and double tempo, at which onsets repeat nearly as well.
/// </summary>
/// <example><code>
/// var clip = AudioFile.Read("song.wav");
/// var strength = Feature.Compute(clip.Samples, TempoEstimate.Settings);
/// var tempo = TempoEstimate.Of(strength, TempoPrior.Default); // 120.2
/// </code></example>
public static class TempoEstimate
{
    /// <summary>The slowest tempo, in beats per minute.</summary>
    public const double Slowest = 40;

    /// <summary>The fastest tempo, in beats per minute.</summary>
    public const double Fastest = 240;

    private const double WindowSeconds = 8;
    private const double SurroundingSeconds = 0.5;
    private const int Beats = 4;
    private const double Step = 1.005;
    private const double LeastRepetition = 1e-3;

    /// <summary>The feature that <see cref="Of"/> needs.</summary>
    public static OnsetStrengthSettings Settings { get; } = new();

    /// <summary>Estimates the tempo in beats per minute; <see langword="null"/> if there is no onset.</summary>
    /// <param name="strength">The onset strength, <c>[1, frames]</c>, by <see cref="Settings"/>.</param>
    /// <param name="prior">The expected tempi.</param>
    public static double? Of(FeatureMatrix strength, TempoPrior prior)
    {
        ArgumentNullException.ThrowIfNull(strength);
        ArgumentNullException.ThrowIfNull(prior);
        var framesPerSecond = (double)Settings.SampleRate / Settings.HopLength;
        var onsets = AboveSurroundings(strength.Row(0), (int)(SurroundingSeconds * framesPerSecond));
        if (onsets.AsSpan().IndexOfAnyExcept(0f) < 0)
        {
            return null;
        }

        var periodicity = Tempogram.Mean(onsets, (int)(WindowSeconds * framesPerSecond), hop: (int)framesPerSecond);
        var (best, bestScore) = (0.0, double.NegativeInfinity);
        for (var tempo = Slowest; tempo <= Fastest; tempo *= Step)
        {
            var score =
                Math.Log(LeastRepetition + Math.Max(0, Repetition(periodicity, 60 * framesPerSecond / tempo))) + prior.LogDensity(tempo);
            (best, bestScore) = score > bestScore ? (tempo, score) : (best, bestScore);
        }

        return best;
    }

    /// <summary>
    /// The excess of each frame over the mean of the frames around it, at least 0. Without it, loud passages would count as onsets.
    /// </summary>
    private static float[] AboveSurroundings(ReadOnlySpan<float> strength, int reach)
    {
        var above = new float[strength.Length];
        var (from, to, sum) = (0, 0, 0.0);
        for (var frame = 0; frame < above.Length; frame++)
        {
            for (; to < Math.Min(strength.Length, frame + reach); to++)
            {
                sum += strength[to];
            }

            for (; from < frame - reach; from++)
            {
                sum -= strength[from];
            }

            above[frame] = (float)Math.Max(0, strength[frame] - (sum / (to - from)));
        }

        return above;
    }

    /// <summary>How strongly the signal repeats after one beat and its multiples; nearer multiples weigh more.</summary>
    private static double Repetition(double[] periodicity, double period)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var beat = 1; beat <= Beats && beat * period < periodicity.Length - 1; beat++)
        {
            sum += At(periodicity, beat * period) / beat;
            weights += 1.0 / beat;
        }

        return sum / weights;
    }

    private static double At(double[] values, double place)
    {
        var (whole, part) = ((int)place, place - Math.Floor(place));
        return ((1 - part) * values[whole]) + (part * values[whole + 1]);
    }
}
