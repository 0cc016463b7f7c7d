using System.Text;
using MicroGenre.Drawing;

namespace MicroGenre.Learning;

/// <summary>Loss and accuracy over the epochs of a run, as a table and as a plot.</summary>
/// <example><code>
/// EpochResult[] history = [new(1, 0.01, 2.3, 0.2, 2.4, 0.1), new(2, 0.01, 1.9, 0.4, 2.1, 0.3)];
/// File.WriteAllText("curves.svg", TrainingCurves.ToSvg(history));
/// </code></example>
public static class TrainingCurves
{
    private const int Width = 720;
    private const int PanelHeight = 260;

    /// <summary>
    /// Writes a table with a row for each epoch. Values that were not measured are empty. The last column names the trained part, if the
    /// model has parts.
    /// </summary>
    public static string ToCsv(IReadOnlyList<EpochResult> history)
    {
        var text = new StringBuilder("epoch,learning_rate,loss,accuracy,validation_loss,validation_accuracy,part\n");
        foreach (var epoch in history)
        {
            text.Append($"{epoch.Epoch},{epoch.LearningRate:G9},{epoch.Loss:G9},{epoch.Accuracy:G9},");
            text.Append($"{epoch.ValidationLoss:G9},{epoch.ValidationAccuracy:G9},{epoch.Phase}\n");
        }

        return text.ToString();
    }

    /// <summary>Draws the losses above the accuracies: training, validation and watched tracks, as far as they were measured. Below is the
    /// variance within clusters, if there are any (CALM).</summary>
    public static string ToSvg(IReadOnlyList<EpochResult> history)
    {
        var clustered = history.Index().Where(pair => pair.Item.IntraClusterVariance is not null)
            .Select(pair => (pair.Index + 1.0, pair.Item.IntraClusterVariance!.Value)).ToList();
        var svg = new Svg(Width, (clustered.Count > 0 ? 3 : 2) * PanelHeight, "Loss and accuracy over the epochs");
        if (history.Count > 0)
        {
            DrawPanel(svg, 0, "loss",
                [.. Lines(history, epoch => epoch.Loss, epoch => epoch.ValidationLoss, epoch => epoch.WatchedLoss)]);
            DrawPanel(svg, PanelHeight, "accuracy",
                [.. Lines(history, epoch => epoch.Accuracy, epoch => epoch.ValidationAccuracy, epoch => epoch.WatchedAccuracy)],
                highest: 1);
        }

        if (clustered.Count > 0)
        {
            DrawPanel(svg, 2 * PanelHeight, "intra-cluster variance", [new Series("training", clustered)]);
        }

        return svg.ToString();
    }

    /// <summary>
    /// The lines of a measure over the epochs, numbered across all parts: training and, if measured, validation and watched tracks.
    /// </summary>
    public static IEnumerable<Series> Lines(
        IReadOnlyList<EpochResult> history, Func<EpochResult, double> training, Func<EpochResult, double?> validation,
        Func<EpochResult, double?> watched)
    {
        yield return new Series("training", [.. history.Index().Select(pair => (pair.Index + 1.0, training(pair.Item)))]);
        foreach (var (name, measure) in new[] { ("held-out tracks", validation), ("test tracks, only watched", watched) })
        {
            var points = history.Index().Where(pair => measure(pair.Item) is not null)
                .Select(pair => (pair.Index + 1.0, measure(pair.Item)!.Value)).ToList();
            if (points.Count > 0)
            {
                yield return new Series(name, points);
            }
        }
    }

    private static void DrawPanel(Svg svg, int top, string measure, IReadOnlyList<Series> lines, double? highest = null) =>
        LineChart.DrawPanel(svg, 0, top, Width, PanelHeight, "epoch", measure, lines, highest);
}
