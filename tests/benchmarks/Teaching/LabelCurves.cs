using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Teaching;

/// <summary>How many labels it takes to nearly the accuracy of all, chosen at random and as suggested.</summary>
/// <param name="Full">Accuracy with all labels.</param>
/// <param name="Random">Labels that it takes at random.</param>
/// <param name="Suggested">Labels that it takes as suggested.</param>
internal sealed record LabelCurves(double Full, double Random, double Suggested)
{
    private const int Folds = 5;
    private const int Batch = 10;
    private const double Share = 0.9;

    /// <summary>The accuracy to reach.</summary>
    public double Goal => Share * Full;

    /// <summary>
    /// Measures both. Each begins with the same ten labels at random, and gets ten more at a time until the curves, means of all draws and
    /// folds, have reached the goal.
    /// </summary>
    public static LabelCurves Measure(LocatedList list, int draws)
    {
        var runs = Enumerable.Range(1, draws)
            .SelectMany(draw => Enumerable.Range(0, Folds).Select(fold => new Run(list, draw, fold))).ToList();
        var full = runs.Average(run => run.Full);
        return new LabelCurves(full, Needed(runs, Share * full, isSuggested: false), Needed(runs, Share * full, isSuggested: true));
    }

    private static double Needed(List<Run> runs, double goal, bool isSuggested)
    {
        var labelled = runs.Select(run => run.Start()).ToList();
        var before = double.NaN;
        for (var count = Batch; ; count += Batch)
        {
            var accuracy = runs.Zip(labelled, (run, tracks) => run.Accuracy(tracks)).Average();
            if (accuracy >= goal)
            {
                // Between two batches the curve is a line.
                return double.IsNaN(before) ? count : count - (Batch * (accuracy - goal) / (accuracy - before));
            }

            before = accuracy;
            foreach (var (run, tracks) in runs.Zip(labelled))
            {
                tracks.AddRange(isSuggested ? run.Suggested(tracks) : run.Random(tracks));
            }
        }
    }

    private sealed class Run
    {
        private readonly LocatedList _list;
        private readonly string[] _genres;
        private readonly int[] _pool;
        private readonly int[] _asked;

        public Run(LocatedList list, int draw, int fold)
        {
            _list = list;
            _genres = [.. list.Genres.Distinct().Order(StringComparer.Ordinal)];
            int[] labels = [.. list.Genres.Select(genre => Array.IndexOf(_genres, genre))];
            var folds = ArtistFolds.Deal(list.Artists, labels, Folds, draw);
            _asked = [.. Tracks(track => folds[track] == fold)];
            _pool = [.. Tracks(track => folds[track] != fold)];
            new SeededRandom(draw, fold).Shuffle<int>(_pool);
            Full = Accuracy(_pool);
        }

        public double Full { get; }

        public List<int> Start() => [.. _pool.Take(Batch)];

        public IEnumerable<int> Random(List<int> labelled) => [.. _pool.Skip(labelled.Count).Take(Batch)];

        public IEnumerable<int> Suggested(List<int> labelled)
        {
            int[] left = [.. _pool.Except(labelled)];
            return [.. LabelSuggestions.Choose(
                [.. left.Select(track => _list.Places[track])], [.. left.Select(track => _list.Uncertainty[track])],
                [.. labelled.Select(track => _list.Places[track])], [.. labelled.Select(track => _list.Genres[track])], Batch)
                .Select(i => left[i])];
        }

        public double Accuracy(IReadOnlyList<int> labelled)
        {
            var learnt = PlaceLearner.Fit(
                labelled.Select(track => _list.Places[track]), [.. labelled.Select(LabelOf)], _genres.Length);
            return _asked.Average(track => Vectors.ArgMax(learnt(_list.Places[track])) == LabelOf(track) ? 1.0 : 0);
        }

        private IEnumerable<int> Tracks(Func<int, bool> isWanted) => Enumerable.Range(0, _list.Count).Where(isWanted);

        private int LabelOf(int track) => Array.IndexOf(_genres, _list.Genres[track]);
    }
}
