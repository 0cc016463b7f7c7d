using MicroGenre.Learning;

namespace MicroGenre.Networks.Training;

/// <summary>
/// The targets of a batch as probabilities times weights, <c>[batch, classes]</c>. Label smoothing, mixup and class weights are all
/// expressed in them, so that one loss serves all: the cross entropy with soft targets, divided by the sum of weights.
/// </summary>
internal sealed class TargetMatrix(int classes, double labelSmoothing, IReadOnlyList<double> classWeights)
{
    /// <summary>
    /// The weight of each class: the inverse of its share, scaled so that the average track has weight 1. Classes without tracks have
    /// weight 0.
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
    /// <param name="partners">The label of the item that each item is mixed with.</param>
    /// <param name="share">The share of each item in its mix, 0 to 1.</param>
    /// <param name="targets">Receives the targets, <c>[batch, classes]</c>.</param>
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
