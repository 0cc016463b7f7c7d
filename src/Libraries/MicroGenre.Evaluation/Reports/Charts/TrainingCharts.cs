using MicroGenre.Drawing;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Reports.Charts;

/// <summary>
/// Draws the training of a run: accuracy and loss of every epoch, and the variance of its clusters, for each part that was trained.
/// </summary>
internal static class TrainingCharts
{
    public static IEnumerable<string> Draw(IReadOnlyList<EpochResult> history) =>
        history.GroupBy(epoch => epoch.Phase, StringComparer.Ordinal).SelectMany(phase => Draw(phase.Key, [.. phase]));

    private static IEnumerable<string> Draw(string? phase, IReadOnlyList<EpochResult> epochs)
    {
        var part = phase is null ? "" : $"{phase}: ";
        if (epochs.Any(epoch => epoch.Accuracy > 0))
        {
            yield return LineChart.Draw(
                $"{part}accuracy over the epochs", "epoch", $"{part}accuracy, %",
                [.. TrainingCurves.Lines(epochs, epoch => epoch.Accuracy * 100, epoch => epoch.ValidationAccuracy * 100,
                    epoch => epoch.WatchedAccuracy * 100)],
                highest: 100);
        }

        yield return LineChart.Draw(
            $"{part}loss over the epochs", "epoch", $"{part}loss",
                [.. TrainingCurves.Lines(epochs, epoch => epoch.Loss, epoch => epoch.ValidationLoss, epoch => epoch.WatchedLoss)]);
        if (epochs.Where(epoch => epoch.IntraClusterVariance is not null).ToList() is { Count: > 0 } clustered)
        {
            yield return LineChart.Draw(
                "Intra-cluster variance over the epochs", "epoch", "intra-cluster variance, squared distance",
                [new Series("", [.. clustered.Index().Select(pair => (pair.Index + 1.0, pair.Item.IntraClusterVariance!.Value))])]);
        }
    }
}
