namespace MicroGenre.Learning;

/// <summary>
/// Finds labels that are probably wrong: each track is classified by what the other folds say of genres, and a label is doubtful where
/// another genre is far more probable (confident learning; Northcutt et al., 2021).
/// </summary>
/// <example><code>
/// static IEnumerable&lt;string&gt; Doubtful(string[] files, float[][] places, string[] labels) =>
///     LabelErrors.Find(places, labels).Select(error => $"{files[error.Track]}: {error.Label}, or rather {error.Suggestion}?");
/// </code></example>
public static class LabelErrors
{
    /// <summary>The fewest tracks that can tell of each other.</summary>
    public const int LeastTracks = 20;

    private const int Folds = 10;

    /// <summary>The labels that are probably wrong, the most doubtful first.</summary>
    /// <param name="places">Where each track is in a model's <see cref="GenreSpace"/>.</param>
    /// <param name="labels">The genre that each is said to be of. Genres of a single track are not judged.</param>
    /// <param name="seed">Which of the many ways to deal the tracks into folds.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The labels beside which another genre is more probable.</returns>
    /// <exception cref="ArgumentException">Not as many labels as places, fewer than <see cref="LeastTracks"/> tracks, or a single genre.
    /// </exception>
    public static IReadOnlyList<DoubtfulLabel> Find(
        IReadOnlyList<float[]> places, IReadOnlyList<string> labels, int seed = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(labels);
        var genres = labels.Distinct(GenreName.Comparer).Order(StringComparer.Ordinal).ToList();
        if (places.Count != labels.Count || places.Count < LeastTracks || genres.Count < 2)
        {
            throw new ArgumentException(
                $"{places.Count} tracks with {labels.Count} labels of {genres.Count} genres cannot tell which labels are wrong: it takes "
                + $"at least {LeastTracks} tracks of two genres.", nameof(labels));
        }

        int[] given = [.. labels.Select(label => GenreName.IndexOf(label, genres))];
        var doubtful = new List<DoubtfulLabel>();
        foreach (var fold in StratifiedFolds.Deal(given, Folds, seed))
        {
            cancellation.ThrowIfCancellationRequested();
            int[] others = [.. Enumerable.Range(0, places.Count).Except(fold)];
            var known = others.Select(track => given[track]).ToHashSet();
            var learnt = PlaceLearner.Fit(others.Select(track => places[track]), [.. others.Select(track => given[track])], genres.Count);
            doubtful.AddRange(fold.Where(track => known.Contains(given[track]))
                .Select(track => Judge(track, learnt(places[track]))).OfType<DoubtfulLabel>());
        }

        return [.. doubtful.OrderByDescending(error => error.Odds).ThenBy(error => error.Track)];

        DoubtfulLabel? Judge(int track, double[] probabilities)
        {
            var best = Vectors.ArgMax(probabilities);
            return best == given[track] ? null : new DoubtfulLabel(
                track, labels[track], genres[best],
                Math.Log(probabilities[best]) - Math.Log(Math.Max(probabilities[given[track]], double.Epsilon)));
        }
    }
}

/// <summary>A label that is probably wrong.</summary>
/// <param name="Track">The track's index.</param>
/// <param name="Label">What it is said to be.</param>
/// <param name="Suggestion">The most probable genre.</param>
/// <param name="Odds">The natural logarithm of how many times more probable that is; above 0.</param>
public sealed record DoubtfulLabel(int Track, string Label, string Suggestion, double Odds);
