namespace MicroGenre.Learning;

/// <summary>Divides samples for cross-validation.</summary>
public static class StratifiedFolds
{
    /// <summary>Deals samples into folds of about equal size and mix of classes, at random by the seed.</summary>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="folds">How many folds: 2 up to the number of samples (of origins, if told), so that none is empty.</param>
    /// <param name="seed">The same labels and seed give the same folds.</param>
    /// <param name="origins">For each sample, the number of what it was cut from: pieces of one track stay in one fold. Each is its own
    /// unless told.</param>
    /// <returns>The samples of each fold, in ascending order; every sample is in one of them.</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 folds, or more than samples or origins.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> Deal(IReadOnlyList<int> labels, int folds, int seed, IReadOnlyList<int>? origins = null)
    {
        var pieces = Enumerable.Range(0, labels.Count).GroupBy(i => origins?[i] ?? i, (_, samples) => samples.ToArray()).ToArray();
        if (folds < 2 || folds > pieces.Length)
        {
            throw new ArgumentException(
                $"{pieces.Length} tracks cannot make {folds} folds: there must be 2 at least, and a track for each.", nameof(folds));
        }

        var random = new SeededRandom(seed);
        random.Shuffle(pieces.AsSpan());
        var dealt = Enumerable.Range(0, folds).Select(_ => new List<int>()).ToArray();
        foreach (var (i, samples) in pieces.OrderBy(samples => labels[samples[0]]).Index())
        {
            dealt[i % folds].AddRange(samples);
        }

        return [.. dealt.Select(fold => fold.Order().ToArray())];
    }
}
