using MicroGenre.Learning;

namespace MicroGenre.Cli.Output;

/// <summary>Updates the progress bar at every step of a training, and writes a line for every epoch.</summary>
internal sealed class EpochLines(Screen screen, IProgress<Step> bar, bool silent) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        bar.Report(new Step(value.Fraction, $"{value.Phase}, epoch {value.Epoch}/{value.Epochs}"));
        if (value.EndsEpoch && !silent)
        {
            screen.WriteLine(Line(
                value.Epoch, value.Epochs, value.Loss, value.Accuracy, value.ValidationLoss, value.ValidationAccuracy,
                    value.ClusterChanges));
        }
    }

    /// <summary>Formats an epoch as one line.</summary>
    public static string Line(int epoch, int epochs, double loss, double accuracy, double? validationLoss, double? validationAccuracy,
        int? clusterChanges)
    {
        var line =
            $"epoch {epoch.ToString().PadLeft(epochs.ToString().Length)}/{epochs}  loss {loss:0.000}  accuracy {accuracy * 100,5:0.0} %";
        line = validationAccuracy is null ? line
            : $"{line}   validation loss {validationLoss:0.000}  accuracy {validationAccuracy * 100,5:0.0} %";
        return clusterChanges is null ? line : $"{line}   {clusterChanges} changed cluster";
    }

    /// <summary>Formats the metrics of a finished model as one line.</summary>
    public static string Describe(IReadOnlyDictionary<string, double> metrics) => string.Join(", ", new[]
    {
        metrics.TryGetValue("trainAccuracy", out var train) ? $"training accuracy {train * 100:0.0} %" : null,
        metrics.TryGetValue("validationAccuracy", out var validation) ? $"validation accuracy {validation * 100:0.0} %" : null,
    }.OfType<string>());
}
