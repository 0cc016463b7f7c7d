namespace MicroGenre.Learning;

/// <summary>Splits samples into folds for cross-validation.</summary>
public static class StratifiedFolds
{
    /// <summary>Splits samples into random folds of about equal size and class distribution.</summary>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="folds">Number of folds, from 2 to the number of samples (or origins, if given), so that no fold is empty.</param>
    /// <param name="seed">Seed; the same labels and seed give the same folds.</param>
    /// <param name="origins">For each sample, the number of the track it was cut from: pieces of one track stay in one fold. By default
    /// each sample is its own origin.</param>
    /// <returns>The samples of each fold, in ascending order. Every sample is in exactly one fold.</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 folds, or more folds than samples or origins.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> Deal(IReadOnlyList<int> labels, int folds, int seed, IReadOnlyList<int>? origins = null)
    {
        var pieces = Enumerable.Range(0, labels.Count).GroupBy(i => origins?[i] ?? i, (_, samples) => samples.ToArray()).ToArray();
        if (folds < 2 || folds > pieces.Length)
        {
            throw new ArgumentException(
                $"Cannot split {pieces.Length} tracks into {folds} folds: use at least 2 folds with a track each.", nameof(folds));
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
