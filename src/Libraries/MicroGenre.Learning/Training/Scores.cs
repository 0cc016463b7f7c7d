namespace MicroGenre.Learning;

/// <summary>How a classifier does on labelled tracks.</summary>
/// <param name="Loss">Mean negative logarithm of the right genre's probability.</param>
/// <param name="Accuracy">Share of tracks whose most probable genre is the right one.</param>
internal sealed record Scores(double Loss, double Accuracy)
{
    private const int BatchSize = 16;

    public static Scores Of(IClassifier classifier, TrackSet tracks, CancellationToken cancellation = default)
    {
        var (loss, correct) = (0.0, 0);
        foreach (var batch in tracks.Tracks.Chunk(BatchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            var probabilities = classifier.Classify([.. batch.Select(track => track.Features)]);
            for (var i = 0; i < batch.Length; i++)
            {
                loss -= Math.Log(Math.Max(probabilities[i][batch[i].Genre], float.Epsilon));
                correct += ArgMax(probabilities[i]) == batch[i].Genre ? 1 : 0;
            }
        }

        return new Scores(loss / tracks.Tracks.Count, (double)correct / tracks.Tracks.Count);
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
