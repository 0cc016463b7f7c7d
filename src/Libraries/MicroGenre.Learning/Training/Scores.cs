namespace MicroGenre.Learning;

/// <summary>The performance of a classifier on labelled tracks.</summary>
/// <param name="Loss">The mean cross entropy.</param>
/// <param name="Accuracy">The share of tracks whose most probable genre is the right one, 0 to 1.</param>
internal sealed record Scores(double Loss, double Accuracy)
{
    /// <summary>Number of tracks classified at once.</summary>
    public const int BatchSize = 16;

    /// <inheritdoc cref="Of(IReadOnlyList{float[]}, TrackSet, bool)"/>
    public static Scores Of(IClassifier classifier, TrackSet tracks, bool softmaxTwice, CancellationToken cancellation) =>
        Of(Classify(classifier, tracks, cancellation), tracks, softmaxTwice);

    /// <summary>Measures answers.</summary>
    /// <param name="probabilities">The probability of each genre, for each track.</param>
    /// <param name="tracks">The tracks.</param>
    /// <param name="softmaxTwice">Whether the loss is that of <see cref="TrainingSettings.SoftmaxTwice"/>, for which the probabilities
    /// are logits.</param>
    public static Scores Of(IReadOnlyList<float[]> probabilities, TrackSet tracks, bool softmaxTwice = false)
    {
        var (loss, correct) = (0.0, 0);
        foreach (var (row, track) in probabilities.Zip(tracks.Tracks))
        {
            loss += softmaxTwice ? Math.Log(row.Sum(value => Math.Exp(value))) - row[track.Genre]
                : -Math.Log(Math.Max(row[track.Genre], float.Epsilon));
            correct += ArgMax(row) == track.Genre ? 1 : 0;
        }

        return new Scores(loss / tracks.Tracks.Count, (double)correct / tracks.Tracks.Count);
    }

    /// <summary>The confusion matrix, <c>[actual][predicted]</c>, as numbers of tracks.</summary>
    public static long[][] Confusion(IReadOnlyList<float[]> probabilities, TrackSet tracks)
    {
        var counts = tracks.Genres.Select(_ => new long[tracks.Genres.Count]).ToArray();
        foreach (var (row, track) in probabilities.Zip(tracks.Tracks))
        {
            counts[track.Genre][ArgMax(row)]++;
        }

        return counts;
    }

    /// <summary>What a classifier says of each track.</summary>
    public static IReadOnlyList<float[]> Classify(IClassifier classifier, TrackSet tracks, CancellationToken cancellation = default) =>
        [.. Read(classifier, tracks, cancellation).Select(reading => reading.Probabilities)];

    /// <summary>What a classifier makes of each track.</summary>
    public static IReadOnlyList<TrackReading> Read(IClassifier classifier, TrackSet tracks, CancellationToken cancellation = default)
    {
        var readings = new List<TrackReading>(tracks.Tracks.Count);
        foreach (var batch in tracks.Tracks.Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            readings.AddRange(classifier.Read([.. batch.Select(track => track.Features)]));
        }

        return readings;
    }

    /// <summary>The index of the greatest value; the first if several are equal.</summary>
    public static int ArgMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
