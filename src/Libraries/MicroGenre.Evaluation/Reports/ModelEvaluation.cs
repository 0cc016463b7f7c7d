using MicroGenre.Evaluation.DataSets;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Reports;

/// <summary>Measures a model on labelled tracks.</summary>
public static class ModelEvaluation
{
    private const int BatchSize = 16;

    /// <summary>Classifies every track and reports how well the model did.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The tracks, their genres in the order of the model's labels, and those that were left out.</param>
    /// <param name="progress">Told after each batch of tracks.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="ArgumentException">The tracks do not fit the model: other genres, other features, or values that are not numbers.</exception>
    public static EvaluationReport Run(
        GenreModel model, LoadedTracks data, IProgress<TrackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        var (labels, tracks) = (model.Card.Labels, data.Tracks.Tracks);
        if (!labels.SequenceEqual(data.Tracks.Genres, StringComparer.Ordinal))
        {
            throw new ArgumentException($"The tracks' genres ({string.Join(", ", data.Tracks.Genres)}) are not the model's ({string.Join(", ", labels)}).", nameof(data));
        }

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
            Skipped = data.Skipped,
            SeenInTraining = model.Card.TrainTracks is { } seen ? CountSeen(tracks, TrackHashes.Read(seen)) : null,
            Answers = [.. tracks.Zip(predicted, (track, genre) => new TrackAnswer(track.Name, labels[track.Genre], labels[genre]))],
        };
    }

    private static int CountSeen(IReadOnlyList<LabelledTrack> tracks, IReadOnlySet<string> seen) => tracks.Count(track => seen.Contains(track.FeatureHash));
}
