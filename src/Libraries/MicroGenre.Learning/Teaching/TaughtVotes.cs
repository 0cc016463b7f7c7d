namespace MicroGenre.Learning;

/// <summary>
/// The mean of the probabilities of a track's spans, such that a genre that is taught changes nothing between the genres before it: how
/// probable they are among themselves is the mean of what each span says of them alone.
/// </summary>
internal static class TaughtVotes
{
    /// <summary>The probability of each genre; they sum to 1.</summary>
    /// <param name="spans">The probabilities of each span; those of a span sum to 1.</param>
    /// <param name="known">How many genres were learnt together; each of those that follow was taught after all before it.</param>
    public static double[] Mean(IReadOnlyList<double[]> spans, int known)
    {
        var shares = new double[spans[0].Length];
        foreach (var span in spans)
        {
            var before = Math.Max(Vectors.Sum(span.AsSpan(0, known)), double.Epsilon);
            Vectors.AddScaled(shares.AsSpan(0, known), 1 / before, span.AsSpan(0, known));
            for (var genre = known; genre < span.Length; genre++)
            {
                before += span[genre];
                shares[genre] += span[genre] / before;
            }
        }

        // A taught genre's share is of itself and those before it: what it leaves is theirs.
        var left = 1.0;
        for (var genre = shares.Length - 1; genre >= known; genre--)
        {
            var share = shares[genre] / spans.Count;
            (shares[genre], left) = (share * left, left * (1 - share));
        }

        foreach (ref var share in shares.AsSpan(0, known))
        {
            share *= left / spans.Count;
        }

        return shares;
    }
}
