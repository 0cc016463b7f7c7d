namespace MicroGenre.Learning;

/// <summary>Searches a grid of settings by cross-validation on the training tracks.</summary>
/// <example><code>
/// static Recipe Best(TrackSet tracks) => GridSearch.Run(
///     RecipeCatalog.Find("segments-svm-whole"), ParameterGrid.FromJson("""{ "classifier.parameters.c": [0.1, 1, 10] }"""), tracks).Best.Candidate.Recipe;
/// </code></example>
public static class GridSearch
{
    /// <summary>
    /// Trains every candidate once per fold, on the tracks of the other folds, and measures its accuracy on the fold. Early stopping does
    /// not see the fold, so the measurement is independent.
    /// </summary>
    /// <param name="recipe">The recipe into which the settings of the grid are put. Its seed also determines the folds.</param>
    /// <param name="grid">The settings to try.</param>
    /// <param name="tracks">The training tracks.</param>
    /// <param name="folds">Number of folds, from 2 to the number of tracks. Genres are spread evenly over the folds.</param>
    /// <param name="origins">For each track, the number of the file it was cut from: pieces of one file stay in one fold.</param>
    /// <param name="options">How to use the machine. Checkpoints are not kept.</param>
    /// <param name="progress">Receives a report after every training.</param>
    /// <param name="cancellationToken">Cancels after the current step.</param>
    /// <exception cref="ArgumentException">The number of folds does not fit the tracks, or the tracks do not fit the recipe.</exception>
    /// <exception cref="InvalidRecipeException">A candidate is not a valid recipe.</exception>
    public static GridResult Run(
        Recipe recipe,
        ParameterGrid grid,
        TrackSet tracks,
        int folds = 5,
        IReadOnlyList<int>? origins = null,
        TrainingOptions? options = null,
        IProgress<GridProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options = (options ?? new TrainingOptions()) with { CheckpointFolder = null, Resume = false, KeepSpace = false };
        var candidates = grid.Candidates(recipe);
        var dealt = StratifiedFolds.Deal([.. tracks.Tracks.Select(track => track.Genre)], folds, options.Seed ?? recipe.Seed, origins);
        var parts = dealt.Select(
            fold => (Train: tracks.Select(Enumerable.Range(0, tracks.Tracks.Count).Except(fold)), Test: tracks.Select(fold))).ToList();
        var scores = new List<GridScore>();
        foreach (var candidate in candidates)
        {
            var accuracies = new List<double>();
            foreach (var (train, test) in parts)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var model = TrainingRun.Run(candidate.Recipe, train, null, options, null, cancellationToken);
                accuracies.Add(model.AccuracyOn(test, cancellationToken));
                var done = (scores.Count * folds) + accuracies.Count;
                progress?.Report(new GridProgress(
                    (double)done / (candidates.Count * folds), candidate,
                        accuracies.Count == folds ? new GridScore(candidate, accuracies) : null));
            }

            scores.Add(new GridScore(candidate, accuracies));
        }

        return new GridResult(scores);
    }
}

/// <summary>The progress of a search.</summary>
/// <param name="Fraction">The share of trainings that are done, 0 to 1.</param>
/// <param name="Candidate">The candidate just trained.</param>
/// <param name="Score">Its score, once all of its folds are done.</param>
public sealed record GridProgress(double Fraction, GridCandidate Candidate, GridScore? Score);

/// <summary>The score of a candidate.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Accuracies">The accuracy in each fold, 0 to 1.</param>
public sealed record GridScore(GridCandidate Candidate, IReadOnlyList<double> Accuracies)
{
    /// <summary>Mean over the folds.</summary>
    public double Mean => Accuracies.Average();

    /// <summary>Standard deviation over the folds.</summary>
    public double Deviation => Math.Sqrt(Accuracies.Sum(accuracy => Math.Pow(accuracy - Mean, 2)) / (Accuracies.Count - 1));
}

/// <summary>The result of a search.</summary>
/// <param name="Scores">All candidates, in the order of the grid.</param>
public sealed record GridResult(IReadOnlyList<GridScore> Scores)
{
    /// <summary>The candidate with the highest mean accuracy; the first if several are equal.</summary>
    public GridScore Best => Scores.MaxBy(score => score.Mean)!;
}
