namespace MicroGenre.Learning;

/// <summary>
/// Tells genres apart by tracks' places in a <see cref="GenreSpace"/>, where a shrunk covariance is close to the identity.
/// </summary>
internal static class PlaceLearner
{
    private static readonly LinearDiscriminant Learner = new() { Shrinkage = 0.8, Temperature = 1 };

    /// <summary>Learns from labelled places.</summary>
    /// <param name="places">The places, at least one.</param>
    /// <param name="labels">The genre of each, 0 … <paramref name="genres"/> − 1.</param>
    /// <param name="genres">How many genres there are; one without a place is never probable.</param>
    /// <returns>The probability of each genre for a place.</returns>
    public static Func<float[], double[]> Fit(IEnumerable<float[]> places, IReadOnlyList<int> labels, int genres)
    {
        var learnt = Learner.Fit(Samples.Of([.. places.Select(place => GenreSpace.ToDouble(place))]), labels, genres, new FitOptions());
        return place =>
        {
            var probabilities = new double[genres];
            learnt.Predict(GenreSpace.ToDouble(place), probabilities);
            return probabilities;
        };
    }
}
