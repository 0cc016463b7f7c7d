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

    /// <summary>Draws all panels of a run, one below the other.</summary>
    public static string ToSvg(IReadOnlyList<EpochResult> history)
    {
        var panels = Panels(history);
        var svg = new Svg(Width, Math.Max(panels.Count, 1) * PanelHeight, "Loss and accuracy over the epochs");
        foreach (var (i, panel) in panels.Index())
        {
            LineChart.DrawPanel(svg, 0, i * PanelHeight, Width, PanelHeight, "epoch", panel.Measure, panel.Lines, panel.Highest);
        }

        return svg.ToString();
    }

    /// <summary>
    /// What there is to draw of each part that was trained, with its epochs counted from 1: the loss, the accuracy, and the variance
    /// within clusters (CALM), as far as the part has them, for training, validation and watched tracks.
    /// </summary>
    public static IReadOnlyList<CurvePanel> Panels(IReadOnlyList<EpochResult> history) =>
        [.. history.GroupBy(epoch => epoch.Phase, StringComparer.Ordinal).SelectMany(part => Panels(part.Key, [.. part]))];

    private static IEnumerable<CurvePanel> Panels(string? part, IReadOnlyList<EpochResult> epochs)
    {
        var prefix = part is null ? "" : $"{part}: ";
        yield return new CurvePanel(
            $"{prefix}loss", [.. Lines(epochs, epoch => epoch.Loss, epoch => epoch.ValidationLoss, epoch => epoch.WatchedLoss)]);

        // An autoencoder has none.
        if (epochs.Any(epoch => epoch.Accuracy > 0))
        {
            yield return new CurvePanel(
                $"{prefix}accuracy, %",
                [
                    .. Lines(
                        epochs, epoch => epoch.Accuracy * 100, epoch => epoch.ValidationAccuracy * 100,
                        epoch => epoch.WatchedAccuracy * 100),
                ],
                Highest: 100);
        }

        if (Points(epochs, epoch => epoch.IntraClusterVariance) is { Count: > 0 } clustered)
        {
            yield return new CurvePanel($"{prefix}variance within clusters, squared distance", [new Series("", clustered)]);
        }
    }

    private static IEnumerable<Series> Lines(
        IReadOnlyList<EpochResult> epochs, Func<EpochResult, double?> training, Func<EpochResult, double?> validation,
        Func<EpochResult, double?> watched) =>
        new[] { ("training", training), ("held-out tracks", validation), ("test tracks, only watched", watched) }
            .Select(line => new Series(line.Item1, Points(epochs, line.Item2))).Where(line => line.Points.Count > 0);

    private static List<(double X, double Y)> Points(IReadOnlyList<EpochResult> epochs, Func<EpochResult, double?> measure) =>
        [.. epochs.Index().Where(pair => measure(pair.Item) is not null).Select(pair => (pair.Index + 1.0, measure(pair.Item)!.Value))];
}

/// <summary>The lines of a measure over the epochs of a part of a model.</summary>
/// <param name="Measure">The measure with its unit, after the name of the part, if there are several.</param>
/// <param name="Lines">The lines; those of training tracks first.</param>
/// <param name="Highest">The upper end of the axis; <see langword="null"/> for the maximum.</param>
public sealed record CurvePanel(string Measure, IReadOnlyList<Series> Lines, double? Highest = null)
{
    /// <summary>Draws the panel alone, as wide as a phone's screen.</summary>
    public string ToSvg() => LineChart.Draw($"{Measure} over the epochs", "epoch", Measure, Lines, Highest);
}
