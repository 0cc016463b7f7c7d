namespace MicroGenre.Signal;

/// <summary>
/// Estimates the key of a track: the key whose profile of pitch classes correlates best with the track's own (Krumhansl, Cognitive
/// Foundations of Musical Pitch, 1990). The profiles are those of Albrecht and Shanahan (The Use of Large Corpora to Train a New Type of
/// Key-Finding Algorithm, Music Perception 31, 2013).
/// </summary>
/// <example><code>
/// var clip = AudioFile.Read("song.wav");
/// var key = KeyEstimate.Of(FeatureExtractor.Extract(clip.Samples, KeyEstimate.Settings)); // A:min
/// </code></example>
public static class KeyEstimate
{
    private static readonly double[] MajorProfile = [0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081];
    private static readonly double[] MinorProfile = [0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052];

    // A third of a semitone apart, so that the track is at most a sixth away from one of them. All share frames and spectra.
    private static readonly double[] Tunings = [-1.0 / 3, 0, 1.0 / 3];

    /// <summary>
    /// The features that <see cref="Of"/> needs: chromagrams at three tunings, with windows long enough to separate low notes.
    /// </summary>
    public static IReadOnlyList<FeatureSettings> Settings { get; } =
        [.. Tunings.Select(tuning => new ChromaStftSettings { WindowLength = 8192, HopLength = 4096, Tuning = tuning })];

    /// <summary>Estimates the key; <see langword="null"/> if no pitch class stands out.</summary>
    /// <param name="chroma">The chromagrams of <see cref="Settings"/>, <c>[12, frames]</c>. The one that fits a key best decides.</param>
    public static MusicalKey? Of(IReadOnlyList<FeatureMatrix> chroma)
    {
        ArgumentNullException.ThrowIfNull(chroma);
        var (best, bestScore) = ((MusicalKey?)null, 0.0);
        foreach (var matrix in chroma)
        {
            var means = Means(matrix);
            for (var tonic = 0; tonic < MusicalKey.PitchClasses; tonic++)
            {
                foreach (var isMinor in (ReadOnlySpan<bool>)[false, true])
                {
                    var score = Correlation(means, isMinor ? MinorProfile : MajorProfile, tonic);
                    (best, bestScore) = score > bestScore ? (new MusicalKey(tonic, isMinor), score) : (best, bestScore);
                }
            }
        }

        return best;
    }

    private static double[] Means(FeatureMatrix chroma)
    {
        var means = new double[chroma.Rows];
        for (var row = 0; row < means.Length; row++)
        {
            foreach (var value in chroma.Row(row))
            {
                means[row] += value / chroma.Frames;
            }
        }

        return means;
    }

    /// <summary>Pearson's correlation of the track's pitch classes, counted from the tonic, with a profile; 0 if all are equal.</summary>
    private static double Correlation(double[] values, double[] profile, int tonic)
    {
        var (valueMean, profileMean) = (values.Average(), profile.Average());
        var (product, valueSquares, profileSquares) = (0.0, 0.0, 0.0);
        for (var i = 0; i < profile.Length; i++)
        {
            var (value, expected) = (values[(tonic + i) % profile.Length] - valueMean, profile[i] - profileMean);
            product += value * expected;
            valueSquares += value * value;
            profileSquares += expected * expected;
        }

        return valueSquares > 0 ? product / Math.Sqrt(valueSquares * profileSquares) : 0;
    }
}
