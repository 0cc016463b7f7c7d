using MicroGenre.DataSets;
using MicroGenre.Signal;
using Spectre.Console;

namespace MicroGenre.Cli.Output;

/// <summary>How far a piece of work is.</summary>
/// <param name="Fraction">0 to 1.</param>
/// <param name="Text">What is going on now, when there is more to say than the title.</param>
internal sealed record Step(double Fraction, string? Text = null);

/// <summary>Where results go, and the bar above which they scroll while a person waits.</summary>
internal sealed class Screen
{
    private readonly bool _isWatched;

    private Screen(bool isWatched) => _isWatched = isWatched;

    /// <summary>The screen of a command: a bar is shown only when results go to a terminal, not to a file or another program.</summary>
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

    /// <summary>Writes a line about what did not go as it should, to standard error.</summary>
    public static void WriteProblem(string line) => Console.Error.WriteLine($"microgenre: {line.ReplaceLineEndings(" ")}");

    /// <summary>Writes a line about what of a track is damaged, if anything, to standard error.</summary>
    public static void WriteDamage(string track, AudioDamage? damage)
    {
        if (damage is not null)
        {
            WriteProblem($"{track}: {damage}.");
        }
    }

    /// <summary>Writes a line about each track that was left out, to standard error.</summary>
    public static void WriteSkipped(IEnumerable<SkippedResult> tracks)
    {
        foreach (var track in tracks)
        {
            WriteProblem($"{track.Track}: {track.Reason} (skipped)");
        }
    }

    /// <summary>Does work, under a bar with the time left where a person waits.</summary>
    public Task<T> WaitAsync<T>(string title, Func<IProgress<Step>, Task<T>> work) => WaitAsync(isLong: true, title, work);

    /// <inheritdoc cref="WaitAsync{T}(string, Func{IProgress{Step}, Task{T}})"/>
    /// <param name="isLong">Whether the work takes long enough for a bar.</param>
    /// <param name="title">What is done.</param>
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
