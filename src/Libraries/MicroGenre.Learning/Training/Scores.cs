namespace MicroGenre.Learning;

/// <summary>How a classifier does on labelled tracks.</summary>
/// <param name="Loss">Mean negative logarithm of the right genre's probability.</param>
/// <param name="Accuracy">Share of tracks whose most probable genre is the right one.</param>
internal sealed record Scores(double Loss, double Accuracy)
{
    /// <summary>How many tracks are classified at once.</summary>
    public const int BatchSize = 16;

    public static Scores Of(IClassifier classifier, TrackSet tracks, CancellationToken cancellation = default) =>
        Of(Classify(classifier, tracks, cancellation), tracks);

    public static Scores Of(IReadOnlyList<float[]> probabilities, TrackSet tracks)
    {
        var (loss, correct) = (0.0, 0);
        foreach (var (row, track) in probabilities.Zip(tracks.Tracks))
        {
            loss -= Math.Log(Math.Max(row[track.Genre], float.Epsilon));
            correct += ArgMax(row) == track.Genre ? 1 : 0;
        }

        return new Scores(loss / tracks.Tracks.Count, (double)correct / tracks.Tracks.Count);
    }

    /// <summary>How many tracks of each genre were taken for which: <c>[actual][predicted]</c>.</summary>
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
    public static IReadOnlyList<float[]> Classify(IClassifier classifier, TrackSet tracks, CancellationToken cancellation = default)
    {
        var probabilities = new List<float[]>(tracks.Tracks.Count);
        foreach (var batch in tracks.Tracks.Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            probabilities.AddRange(classifier.Classify([.. batch.Select(track => track.Features)]));
        }

        return probabilities;
    }

    /// <summary>The index of the largest value, the first of equal ones.</summary>
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
