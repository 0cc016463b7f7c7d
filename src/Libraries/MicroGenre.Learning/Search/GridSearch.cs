namespace MicroGenre.Learning;

/// <summary>Finds the best of several settings by cross-validation on the training tracks.</summary>
/// <example><code>
/// static Recipe Best(TrackSet tracks) => GridSearch.Run(
///     RecipeCatalog.Find("segments-svm-whole"), ParameterGrid.FromJson("""{ "classifier.parameters.c": [0.1, 1, 10] }"""), tracks).Best.Candidate.Recipe;
/// </code></example>
public static class GridSearch
{
    /// <summary>
    /// Trains every candidate once for each fold, on the tracks of the other folds, and measures it on the fold's. Early stopping does not
    /// see the fold, so no candidate is chosen by what it is measured on.
    /// </summary>
    /// <param name="recipe">What to train, but for the settings of the grid. Its seed also deals the folds.</param>
    /// <param name="grid">The settings to try.</param>
    /// <param name="tracks">The tracks.</param>
    /// <param name="folds">How many folds, 2 up to the number of tracks; every genre's tracks are spread over them.</param>
    /// <param name="origins">For each track, the number of the file that it was cut from: pieces of one file stay together.</param>
    /// <param name="options">How to use the machine; checkpoints are not kept.</param>
    /// <param name="progress">Told of every training that is done.</param>
    /// <param name="cancellationToken">Stops after the current step.</param>
    /// <exception cref="ArgumentException">The folds do not fit the tracks, or the tracks the recipe.</exception>
    /// <exception cref="InvalidRecipeException">A candidate cannot be used.</exception>
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
        options = (options ?? new TrainingOptions()) with { CheckpointFolder = null, Resume = false };
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

/// <summary>How far a search is.</summary>
/// <param name="Fraction">Share of the trainings that are done, 0 to 1.</param>
/// <param name="Candidate">What was trained.</param>
/// <param name="Score">How it does, once all of its folds are done.</param>
public sealed record GridProgress(double Fraction, GridCandidate Candidate, GridScore? Score);

/// <summary>How a candidate does.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Accuracies">The share of tracks that it gets right in each fold, 0 to 1.</param>
public sealed record GridScore(GridCandidate Candidate, IReadOnlyList<double> Accuracies)
{
    /// <summary>Mean over the folds.</summary>
    public double Mean => Accuracies.Average();

    /// <summary>Standard deviation over the folds.</summary>
    public double Deviation => Math.Sqrt(Accuracies.Sum(accuracy => Math.Pow(accuracy - Mean, 2)) / (Accuracies.Count - 1));
}

/// <summary>What a search found.</summary>
/// <param name="Scores">Every candidate, in the order of the grid.</param>
public sealed record GridResult(IReadOnlyList<GridScore> Scores)
{
    /// <summary>The candidate with the highest mean; the first of equal ones.</summary>
    public GridScore Best => Scores.MaxBy(score => score.Mean)!;
}
