using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Evaluation.Calibrations;
using MicroGenre.Evaluation.Pipelines;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Output;

/// <summary>Shows the progress of a training.</summary>
/// <param name="screen">The screen.</param>
/// <param name="bar">The progress bar.</param>
/// <param name="silent">Whether to show only the progress bar.</param>
/// <param name="parts">The names of the parts of a cross-calibration.</param>
internal sealed class TrainingScreen(Screen screen, IProgress<Step> bar, bool silent, IReadOnlyList<string> parts) : ITrainingObserver
{
    /// <summary>The note that spectrograms do not say how far apart their frames are.</summary>
    public const string UnknownTiming =
        "The spectrograms do not say how far apart their frames are, so the recipe's hop is taken for theirs. "
        + "Say it with --hop-length, or in a column hop_length of the labels.";

    private readonly TrackSteps _reading = new(bar, "reading");
    private readonly GridLines _searching = new(screen, bar, silent);
    private readonly EpochLines _training = new(screen, bar, silent);

    public void Begin(TrainingStage stage)
    {
    }

    public void Read(TrackProgress progress) => _reading.Report(progress);

    public void Skip(IReadOnlyList<SkippedResult> tracks) => Screen.WriteSkipped(tracks);

    public void Load(HoldOut tracks)
    {
        WriteLine(
            $"{tracks.Train.Tracks.Count} tracks of {tracks.Train.Genres.Count} genres for training, "
            + $"{tracks.Validation?.Tracks.Count ?? 0} for validation");
        if (tracks.Train.Timing is null)
        {
            WriteLine(UnknownTiming);
        }
    }

    public void Search(GridProgress progress) => _searching.Report(progress);

    public void Train(TrainingProgress progress) => _training.Report(progress);

    public void Calibrate(int part, int parts, TrainingProgress progress) =>
        bar.Report(new Step(progress.Fraction, $"calibrating, {part + 1} of {parts}"));

    public void Calibrate(CrossCalibration calibration)
    {
        foreach (var (part, name) in calibration.Parts.Zip(parts))
        {
            WriteLine(CalibrationLine(name, part));
        }
    }

    /// <summary>Formats the calibration of a part by the others as one line.</summary>
    public static string CalibrationLine(string name, CalibratedPart part) =>
        $"{name}, by the others: temperature {part.Temperature:0.00}, calibration error {part.ErrorBefore:0.000} "
        + $"before and {part.ErrorAfter:0.000} after, "
        + $"uncertain of {part.UncertainOfWrong * 100:0} % of wrong and {part.UncertainOfRight * 100:0} % of right answers";

    private void WriteLine(string line)
    {
        if (!silent)
        {
            screen.WriteLine(line);
        }
    }
}
