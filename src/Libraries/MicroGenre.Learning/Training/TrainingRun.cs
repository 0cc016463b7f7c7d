namespace MicroGenre.Learning;

/// <summary>Trains a model from a recipe and tracks.</summary>
/// <example><code>
/// static ModelCard Train(TrackSet tracks)
/// {
///     using var trained = TrainingRun.Run(RecipeCatalog.Find("textures-and-modulations"), tracks);
///     return new ModelRepository("models").Save("mine", trained);
/// }
/// </code></example>
public static class TrainingRun
{
    // libtorch has one random generator and one thread pool per process: concurrent runs would not be reproducible.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>
    /// Trains a model. A second run in the same process waits for the first. The features of its recipe have the timing of the training
    /// tracks, where that is known; lengths in seconds follow it. A recipe with a search is trained with the settings that it finds.
    /// </summary>
    /// <param name="recipe">The recipe to train.</param>
    /// <param name="train">The training tracks.</param>
    /// <param name="validation">Validation tracks of the same genres. With early stopping, they determine the best epoch.</param>
    /// <param name="options">How to use the machine.</param>
    /// <param name="progress">Receives progress reports.</param>
    /// <param name="cancellationToken">Cancels after the current step.</param>
    /// <exception cref="ArgumentException">The tracks do not fit the recipe or each other; the message says which track and
    /// why.</exception>
    /// <exception cref="InvalidRecipeException">The recipe is not valid, or gives lengths in frames of another hop than the
    /// tracks'.</exception>
    /// <exception cref="TrainingException">The loss is NaN, or the checkpoint belongs to another run.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TrainedModel Run(
        Recipe recipe,
        TrackSet train,
        TrackSet? validation = null,
        TrainingOptions? options = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new TrainingOptions();
        recipe = recipe.At(train.Timing) with { Seed = options.Seed ?? recipe.Seed };
        train = recipe.Select(train);
        Check(recipe, train);
        if (train.Tracks.Select(track => track.Genre).Distinct().Count() < 2)
        {
            throw new ArgumentException(
                $"All tracks are of the genre '{train.Genres[train.Tracks[0].Genre]}': a model needs at least two genres to tell apart.",
                    nameof(train));
        }

        validation = validation is null ? null : Fitting(recipe, train, validation);
        recipe = Found(recipe, train, options, cancellationToken);
        var kind = ClassifierKinds.Find(recipe);
        OneAtATime.Wait(cancellationToken);
        try
        {
            var task = new TrainingTask(recipe, train.WithCopies(), validation, options, progress, cancellationToken)
            {
                Watched = options.Watched is { } watched ? watched.On(Fitting(recipe, train, watched.Tracks)) : null,
            };
            var outcome = kind.Train(task);
            if (options.CheckpointFolder is { } folder)
            {
                // Only now: a finished part must not be trained again if a later one is interrupted.
                CheckpointFolder.DeleteAll(folder);
            }

            return new TrainedModel(recipe, train, validation, outcome);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    // The recipe with the best settings of its search. Each fold trains by itself, so the search comes before the turn of this run.
    private static Recipe Found(Recipe recipe, TrackSet train, TrainingOptions options, CancellationToken cancellation) =>
        recipe.Search is not { } search ? recipe
            : GridSearch.Run(
                recipe with { Search = null }, search.ToGrid(recipe.Name), train, search.Folds,
                options: options.ForSeveralRuns() with { Seed = null, Watched = null }, cancellationToken: cancellation)
                .Best.Candidate.Recipe;

    // Tracks that are measured, of the genres that are learnt.
    private static TrackSet Fitting(Recipe recipe, TrackSet train, TrackSet tracks)
    {
        tracks = recipe.Genres is null ? tracks : tracks.Only(train.Genres);
        Check(recipe, tracks);
        tracks.RequireTiming(train.Timing, "the training tracks have");
        return tracks.Genres.SequenceEqual(train.Genres, StringComparer.Ordinal) ? tracks
            : throw new ArgumentException("The validation tracks differ from the training tracks in their genres.", nameof(tracks));
    }

    private static void Check(Recipe recipe, TrackSet tracks)
    {
        foreach (var track in tracks.Tracks)
        {
            FeatureCheck.ThrowIfUnusable(track.Features, recipe.Features.Rows, $"Track '{track.Name}'");
        }
    }
}
