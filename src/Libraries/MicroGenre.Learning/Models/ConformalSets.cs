namespace MicroGenre.Learning;

/// <summary>
/// Sets of genres that hold a track's own as often as promised, whatever genre that is (class-wise conformal prediction: Vovk, Gammerman
/// and Shafer, "Algorithmic learning in a random world", 2005). A genre is in the set unless its probability is lower than nearly all
/// tracks of that genre have it. The promise is about tracks like those that the scores come from.
/// </summary>
/// <param name="Scores">
/// For each genre, ascending, the calibrated probability of just this genre for tracks of it, by a model that has not learnt from them.
/// </param>
/// <param name="Sizes">How many of these tracks have 0, 1, 2 … genres in their set at <see cref="DefaultCoverage"/>.</param>
public sealed record ConformalSets(IReadOnlyList<IReadOnlyList<double>> Scores, IReadOnlyList<int> Sizes)
{
    /// <summary>The share of tracks whose genre is in its set, unless told.</summary>
    public const double DefaultCoverage = 0.9;

    /// <summary>Learns from answers about tracks that the model has not learnt from.</summary>
    /// <param name="actual">The genre of each track.</param>
    /// <param name="probabilities">For each track the calibrated probability of each genre.</param>
    public static ConformalSets Fit(IReadOnlyList<int> actual, IReadOnlyList<float[]> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (actual.Count == 0 || actual.Count != probabilities.Count)
        {
            throw new ArgumentException(
                $"Sets need tracks with their probabilities: {actual.Count} and {probabilities.Count} came.", nameof(actual));
        }

        var sets = new ConformalSets(
            [
                .. probabilities[0].Select((_, genre) => (IReadOnlyList<double>)
                [
                    .. probabilities.Where((_, track) => actual[track] == genre).Select(row => (double)row[genre]).Order(),
                ]),
            ],
            []);
        var sizes = new int[probabilities[0].Length + 1];
        foreach (var row in probabilities)
        {
            sizes[sets.SetOf(row).Count]++;
        }

        return sets with { Sizes = sizes };
    }

    /// <summary>The genres that may be a track's, the most probable first; none for a track that is unlike any of them.</summary>
    /// <param name="probabilities">The calibrated probability of each genre.</param>
    /// <param name="coverage">The share of tracks of each genre whose set holds it, above 0 and below 1.</param>
    /// <returns>The places of the genres among the labels. A genre that no track was left of is always one of them.</returns>
    public IReadOnlyList<int> SetOf(IReadOnlyList<float> probabilities, double coverage = DefaultCoverage)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (coverage is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "A coverage is above 0 and below 1.");
        }

        return
        [
            .. Enumerable.Range(0, Scores.Count).Where(genre => ShareBelow(genre, probabilities[genre]) > 1 - coverage)
                .OrderByDescending(genre => probabilities[genre]),
        ];
    }

    /// <summary>Whether it can be what <see cref="Fit"/> returns.</summary>
    internal bool IsPossible(int labels) => Scores.Count == labels && Sizes.Count == labels + 1
        && Sizes.All(tracks => tracks >= 0) && Scores.All(
        scores => scores is not null && scores.All(score => score is >= 0 and <= 1)
            && scores.Zip(scores.Skip(1)).All(pair => pair.First <= pair.Second));

    // The share of the genre's tracks, this one among them, that have it no more probable.
    private double ShareBelow(int genre, double probability) =>
        (Scores[genre].Count(score => score <= probability) + 1.0) / (Scores[genre].Count + 1.0);
}
