using MicroGenre.DataSets;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation;

/// <summary>Evaluates a model on labelled tracks.</summary>
/// <example><code>
/// using var model = new ModelRepository("models").Load("gtzan");
/// var tracks = AudioLoader.Load(DataSetKinds.Open("gtzan"), model.Card.Recipe.Features, ModelEvaluation.GenresOf(model.Card));
/// var report = ModelEvaluation.Run(model, tracks);
/// Console.WriteLine($"{report.Accuracy:P1}");
/// </code></example>
public static class ModelEvaluation
{
    private const int BatchSize = 16;

    /// <summary>
    /// The genres that test tracks may have: those of the model. <see langword="null"/> for any genre, if the recipe selects its genres;
    /// <see cref="Run"/> then drops tracks of other genres.
    /// </summary>
    public static IReadOnlyList<string>? GenresOf(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return card.Recipe.Genres is null ? card.Labels : null;
    }

    /// <summary>Classifies every track and reports the results. Tracks that the model cannot classify are skipped and reported.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The tracks, read with the genres of <see cref="GenresOf"/>, and the skipped tracks.</param>
    /// <param name="progress">Receives a report after each batch of tracks.</param>
    /// <param name="cancellationToken">Cancels between batches.</param>
    /// <exception cref="ArgumentException">The genres of the tracks, or the timing of their frames, are not those of the
    /// model.</exception>
    /// <exception cref="DataSetException">The model cannot classify any of the tracks.</exception>
    public static EvaluationReport Run(
        GenreModel model, LoadedTracks data, IProgress<TrackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var labels = model.Card.Labels;
        var set = GenresOf(model.Card) is null ? data.Tracks.Only(labels) : data.Tracks;
        if (!labels.SequenceEqual(set.Genres, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The tracks' genres ({string.Join(", ", set.Genres)}) are not the model's ({string.Join(", ", labels)}).", nameof(data));
        }

        set.RequireTiming(FrameTiming.Of(model.Card.Recipe.Features), "the model takes");
        var (tracks, unusable) = Sort(model, set.Tracks);
        var probabilities = new float[tracks.Count * labels.Count];
        var done = 0;
        foreach (var batch in tracks.Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var row in model.Classify([.. batch.Select(track => track.Features)]))
            {
                row.CopyTo(probabilities, done++ * labels.Count);
            }

            progress?.Report(new TrackProgress(done, tracks.Count));
        }

        var report = EvaluationReport.Of(labels, tracks.Select(track => track.Genre).ToArray(), probabilities);
        var predicted = ProbabilityMetrics.Predict(probabilities, labels.Count);
        return report with
        {
            Model = $"{model.Card.Name}/{model.Card.Version}",
            Skipped = [.. data.Skipped, .. unusable],
            SeenInTraining = model.Card.TrainTracks is { } seen ? CountSeen(tracks, TrackHashes.Read(seen)) : null,
            Answers = [.. tracks.Zip(predicted, (track, genre) => new TrackAnswer(track.Name, labels[track.Genre], labels[genre]))],
        };
    }

    private static (IReadOnlyList<LabelledTrack> Tracks, IReadOnlyList<SkippedResult> Unusable) Sort(
        GenreModel model, IReadOnlyList<LabelledTrack> tracks)
    {
        var (usable, unusable) = (new List<LabelledTrack>(), new List<SkippedResult>());
        foreach (var track in tracks)
        {
            try
            {
                model.Check(track.Features);
                usable.Add(track);
            }
            catch (ArgumentException exception)
            {
                unusable.Add(new SkippedResult(track.Name, TrackError.Line(exception)));
            }
        }

        return usable.Count > 0
            ? (usable, unusable)
            : throw new DataSetException(
                $"The model '{model.Card.Name}' can classify none of the {tracks.Count} tracks; {unusable[0].Track}: {unusable[0].Reason}");
    }

    private static int CountSeen(IReadOnlyList<LabelledTrack> tracks, IReadOnlySet<string> seen) =>
        tracks.Count(track => seen.Contains(track.FeatureHash));
}
