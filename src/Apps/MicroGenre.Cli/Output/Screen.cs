using MicroGenre.DataSets;
using MicroGenre.Signal;
using Spectre.Console;

namespace MicroGenre.Cli.Output;

/// <summary>A progress report.</summary>
/// <param name="Fraction">The share that is done, 0 to 1.</param>
/// <param name="Text">The current activity; <see langword="null"/> for the title alone.</param>
internal sealed record Step(double Fraction, string? Text = null);

/// <summary>Writes results, with a progress bar on a terminal.</summary>
internal sealed class Screen
{
    private readonly bool _isWatched;

    private Screen(bool isWatched) => _isWatched = isWatched;

    /// <summary>Creates the screen of a command. The progress bar is shown only if results go to a terminal.</summary>
    public static Screen For(bool json) => new(!json && !Console.IsOutputRedirected);

    /// <summary>Writes a line of the result.</summary>
    public void WriteLine(string line = "")
    {
        if (_isWatched)
        {
            AnsiConsole.Console.Write(new Text(line + Environment.NewLine));
        }
        else
        {
            Console.Out.WriteLine(line);
        }
    }

    /// <summary>Writes a problem to standard error.</summary>
    public static void WriteProblem(string line) => Console.Error.WriteLine($"microgenre: {line.ReplaceLineEndings(" ")}");

    /// <summary>Writes the damage of a track, if any, to standard error.</summary>
    public static void WriteDamage(string track, AudioDamage? damage)
    {
        if (damage is not null)
        {
            WriteProblem($"{track}: {damage}.");
        }
    }

    /// <summary>Writes a line for each skipped track to standard error.</summary>
    public static void WriteSkipped(IEnumerable<SkippedResult> tracks)
    {
        foreach (var track in tracks)
        {
            WriteProblem($"{track.Track}: {track.Reason} (skipped)");
        }
    }

    /// <summary>Runs work with a progress bar and the remaining time, on a terminal.</summary>
    public Task<T> WaitAsync<T>(string title, Func<IProgress<Step>, Task<T>> work) => WaitAsync(isLong: true, title, work);

    /// <inheritdoc cref="WaitAsync{T}(string, Func{IProgress{Step}, Task{T}})"/>
    /// <param name="isLong">Whether the work takes long enough for a progress bar.</param>
    /// <param name="title">The title of the progress bar.</param>
    /// <param name="work">The work.</param>
    public Task<T> WaitAsync<T>(bool isLong, string title, Func<IProgress<Step>, Task<T>> work)
    {
        if (!_isWatched || !isLong)
        {
            return work(new Unwatched());
        }

        var columns = new ProgressColumn[] { new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(),
            new RemainingTimeColumn(), new SpinnerColumn() };
        return AnsiConsole.Console.Progress().AutoClear(true).Columns(columns)
            .StartAsync(context => work(new Bar(context.AddTask(Markup.Escape(title), maxValue: 1), title)));
    }

    private sealed class Unwatched : IProgress<Step>
    {
        public void Report(Step value)
        {
        }
    }

    private sealed class Bar(ProgressTask task, string title) : IProgress<Step>
    {
        public void Report(Step value)
        {
            task.Value = value.Fraction;
            task.Description = Markup.Escape(value.Text is null ? title : $"{title}: {value.Text}");
        }
    }
}
