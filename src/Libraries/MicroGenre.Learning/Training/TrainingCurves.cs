using System.Text;

namespace MicroGenre.Learning;

/// <summary>Loss and accuracy over the epochs of a run, as a table and as a picture.</summary>
public static class TrainingCurves
{
    private const int Width = 720;
    private const int PanelHeight = 240;
    private const int Margin = 48;
    private const string TrainColour = "#1f6fb4";
    private const string ValidationColour = "#d9541e";

    /// <summary>A table with a line for each epoch; a value that was not measured is empty. The last column says what was trained, where a model has parts.</summary>
    public static string ToCsv(IReadOnlyList<EpochResult> history)
    {
        var text = new StringBuilder("epoch,learning_rate,loss,accuracy,validation_loss,validation_accuracy,part\n");
        foreach (var epoch in history)
        {
            text.Append($"{epoch.Epoch},{epoch.LearningRate:G9},{epoch.Loss:G9},{epoch.Accuracy:G9},{epoch.ValidationLoss:G9},{epoch.ValidationAccuracy:G9},{epoch.Phase}\n");
        }

        return text.ToString();
    }

    /// <summary>A picture with the losses above the accuracies; training in blue, validation in orange.</summary>
    public static string ToSvg(IReadOnlyList<EpochResult> history)
    {
        var svg = new StringBuilder();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {2 * PanelHeight}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        var highestLoss = history.SelectMany(epoch => new[] { epoch.Loss, epoch.ValidationLoss ?? 0 }).DefaultIfEmpty(1).Max();
        AppendPanel(svg, 0, "loss", highestLoss, history, epoch => epoch.Loss, epoch => epoch.ValidationLoss);
        AppendPanel(svg, PanelHeight, "accuracy", 1, history, epoch => epoch.Accuracy, epoch => epoch.ValidationAccuracy);
        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendPanel(
        StringBuilder svg, int top, string title, double highest, IReadOnlyList<EpochResult> history, Func<EpochResult, double?> train, Func<EpochResult, double?> validation)
    {
        var (left, right, upper, lower) = (Margin, Width - Margin, top + (Margin / 2), top + PanelHeight - Margin);
        svg.Append($"<path d=\"M{left} {upper}V{lower}H{right}\" fill=\"none\" stroke=\"#888\"/>\n");
        svg.Append($"<text x=\"{left}\" y=\"{upper - 8}\">{title}</text>\n");
        svg.Append($"<text x=\"{left - 6}\" y=\"{upper + 4}\" text-anchor=\"end\">{highest:0.##}</text>\n");
        svg.Append($"<text x=\"{left - 6}\" y=\"{lower + 4}\" text-anchor=\"end\">0</text>\n");
        svg.Append($"<text x=\"{right}\" y=\"{lower + 18}\" text-anchor=\"end\">epoch {history.Count}</text>\n");
        AppendLine(train, TrainColour);
        AppendLine(validation, ValidationColour);

        void AppendLine(Func<EpochResult, double?> value, string colour)
        {
            var points = history.Select((epoch, i) => (X: left + ((right - left) * (i + 1.0) / history.Count), Value: value(epoch)))
                .Where(point => point.Value.HasValue)
                .Select(point => $"{point.X:0.#},{lower - ((lower - upper) * point.Value!.Value / highest):0.#}");
            svg.Append($"<polyline points=\"{string.Join(' ', points)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>\n");
        }
    }
}
