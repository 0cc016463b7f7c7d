using MicroGenre.Learning;

namespace MicroGenre.Networks.Training;

/// <summary>
/// What the network should answer, as probabilities times weights, <c>[batch, classes]</c>: label smoothing, mixing of tracks and class
/// weights all end up here, so that one loss serves them: the cross entropy with soft targets, divided by the sum of weights.
/// </summary>
internal sealed class TargetMatrix(int classes, double labelSmoothing, IReadOnlyList<double> classWeights)
{
    /// <summary>
    /// The weight of each class: the inverse of its share, scaled so that the average track weighs 1; a class without tracks weighs
    /// nothing.
    /// </summary>
    public static IReadOnlyList<double> BalancedWeights(TrackSet tracks)
    {
        var counts = new int[tracks.Genres.Count];
        foreach (var track in tracks.Tracks)
        {
            counts[track.Genre]++;
        }

        var present = counts.Count(count => count > 0);
        return [.. counts.Select(count => count == 0 ? 0 : (double)tracks.Tracks.Count / (present * count))];
    }

    /// <summary>Writes the targets of a batch.</summary>
    /// <param name="labels">The label of each item.</param>
    /// <param name="partners">The label of what each item is mixed with.</param>
    /// <param name="share">How much of each item is its own.</param>
    /// <param name="targets"><c>[batch, classes]</c>.</param>
    public void Fill(ReadOnlySpan<int> labels, ReadOnlySpan<int> partners, double share, Span<float> targets)
    {
        targets.Clear();
        var total = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            total += Add(targets.Slice(i * classes, classes), labels[i], share);
            total += Add(targets.Slice(i * classes, classes), partners[i], 1 - share);
        }

        foreach (ref var target in targets)
        {
            target /= (float)total;
        }
    }

    private double Add(Span<float> row, int label, double share)
    {
        var weight = share * classWeights[label];
        row[label] += (float)(weight * (1 - labelSmoothing));
        foreach (ref var target in row)
        {
            target += (float)(weight * labelSmoothing / classes);
        }

        return weight;
    }
}
