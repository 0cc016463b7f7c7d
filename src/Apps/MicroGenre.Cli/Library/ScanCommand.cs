using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Scanning;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library scan</c>: updates the library from its folders.</summary>
internal static class ScanCommand
{
    public static Command Create()
    {
        var model = LibraryModel.Option();
        var threads = Threads();
        var json =
            new Option<bool>("--json") { Description = "Print progress as two JSON objects per second, then a summary." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("scan", "Analyses new and changed files in the library's folders.",
            "microgenre library scan") { model, threads, json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var library = options.Library(result);
            return Write(
                await RunAsync(library, result.GetValue(model), ThreadsOf(result, threads), result.GetValue(json), cancellation),
                result.GetValue(json));
        });
        return command;
    }

    /// <summary>The option for the number of files to read in parallel.</summary>
    public static Option<int?> Threads() =>
        new("--threads") { Description = "Number of files to read in parallel. Default: one per core.", HelpName = "N" };

    /// <exception cref="UsageException">It is less than one.</exception>
    public static int? ThreadsOf(ParseResult result, Option<int?> threads) =>
        result.GetValue(threads) is not <= 0 ? result.GetValue(threads)
            : throw new UsageException($"{threads.Name} must be at least 1.");

    /// <summary>Scans, and tells how far it is.</summary>
    public static Task<ScanSummary> RunAsync(
        ILibrary library, string? model, int? threads, bool json, CancellationToken cancellation)
    {
        var screen = Screen.For(json);
        return screen.WaitAsync(
            "scanning",
            steps => library.ScanAsync(model, threads, json ? new ScanLines(screen) : new ScanSteps(steps), cancellation));
    }

    /// <summary>Writes the result of a scan.</summary>
    /// <returns>The exit code: 1 if a folder could not be read.</returns>
    public static int Write(ScanSummary summary, bool json)
    {
        foreach (var problem in summary.Problems)
        {
            Screen.WriteProblem($"{RawPath.Display(problem.Path)}: {problem.Reason}");
        }

        foreach (var folder in summary.Unreachable)
        {
            Screen.WriteProblem(
                $"The folder '{RawPath.Display(folder)}' cannot be read. Its tracks stay unchanged.");
        }

        Screen.For(json).WriteLine(json ? JsonText.Of(summary) : string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Tracks} tracks: {summary.New} new, {summary.Changed} changed, {summary.Moved} moved, {summary.Gone} gone, "
            + $"{summary.Failed} failed, in {summary.Seconds:0.0} s"));
        return summary.Unreachable.Count == 0 ? 0 : 1;
    }

    /// <summary>Shows the progress of a scan to users.</summary>
    private sealed class ScanSteps(IProgress<Step> steps) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value)
        {
            if (value.Done > 0)
            {
                steps.Report(new Step(
                    (double)value.Done / value.Total,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{value.Done}/{value.Total}, {value.Rate:0.0}/s, {value.Left:h\\:mm\\:ss} left")));
            }
        }
    }

    /// <summary>Prints how far a scan is, for programs, twice a second.</summary>
    private sealed class ScanLines(Screen screen) : IProgress<ScanProgress>
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);
        private readonly Lock _lock = new();
        private TimeSpan _last;

        public void Report(ScanProgress value)
        {
            lock (_lock)
            {
                if (value.Elapsed - _last >= Interval)
                {
                    _last = value.Elapsed;
                    screen.WriteLine(JsonText.Of(new { done = value.Done, total = value.Total, rate = Math.Round(value.Rate, 1),
                        secondsLeft = Math.Round(value.Left?.TotalSeconds ?? 0, 1) }));
                }
            }
        }
    }
}
