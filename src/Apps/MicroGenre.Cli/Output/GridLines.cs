using MicroGenre.Learning;

namespace MicroGenre.Cli.Output;

/// <summary>Updates the progress bar after every training of a grid search, and writes a line for every candidate.</summary>
internal sealed class GridLines(Screen screen, IProgress<Step> bar, bool silent) : IProgress<GridProgress>
{
    public void Report(GridProgress value)
    {
        bar.Report(new Step(value.Fraction, value.Candidate.Settings));
        if (value.Score is { } score && !silent)
        {
            screen.WriteLine(Line(score.Candidate.Settings, score.Mean, score.Deviation));
        }
    }

    /// <summary>Formats a candidate as one line.</summary>
    public static string Line(string settings, double mean, double deviation) =>
        $"{mean * 100,5:0.0} % ± {deviation * 100:0.0}   {settings}";
}
