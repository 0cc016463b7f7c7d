using System.Globalization;
using MicroGenre.Signal.Tests.Fuzzing;
using MicroGenre.Tagging.Tests.Fuzzing;
using MicroGenre.Testing.Fuzzing;
using Spectre.Console;

namespace MicroGenre.Benchmarks.Fuzzing;

/// <summary>
/// <c>bench fuzz</c>: damaged inputs for all that takes bytes from anyone, for as long as asked. Inputs that something goes wrong with are
/// kept; the exit code is 1 when there are any.
/// </summary>
internal static class FuzzCommand
{
    private const double DefaultSeconds = 60;
    private const string FailureFolder = "fuzz-failures";

    /// <summary>What there is to try, by the name that <c>--what</c> takes.</summary>
    private static readonly Dictionary<string, Func<IReadOnlyList<IFuzzTarget>>> Targets = new(StringComparer.Ordinal)
    {
        ["decoders"] = () => DecoderFuzzTargets.All,
        ["tags"] = () => TagFuzzTargets.Create(["mp3", "wav", "aiff", "flac", "ogg", "opus"]),
        ["mp4"] = () => TagFuzzTargets.Create(["m4a"]),
    };

    public static int Run(string[] args)
    {
        var options = Options.Read(args, "--seconds", "--inputs", "--seed", "--what");
        var inputs = options.Number("--inputs", long.MaxValue);
        var seconds = options.Number("--seconds", inputs == long.MaxValue ? DefaultSeconds : 1e9);
        var seed = options.Number("--seed", 0);
        var targets = options["--what"] is { } what
            ? Targets.GetValueOrDefault(what)?.Invoke()
                ?? throw new UsageException($"--what must be one of: {string.Join(", ", Targets.Keys)}.")
            : [.. Targets.Values.SelectMany(create => create())];
        var run = new FuzzRun(targets, seed, Keep);
        run.Run(inputs, TimeSpan.FromSeconds(seconds));
        Print(run.Counts);
        return run.Counts.All(target => target.IsClean) ? 0 : 1;
    }

    private static void Keep(FuzzFailure failure)
    {
        Directory.CreateDirectory(FailureFolder);
        var path = Path.Combine(FailureFolder, $"{string.Concat(failure.Target.Where(char.IsAsciiLetterOrDigit))}-{failure.Number}.bin");
        File.WriteAllBytes(path, failure.Input);
        Console.Error.WriteLine($"{path}: {failure.Reason.ReplaceLineEndings(" ")}");
    }

    private static void Print(IReadOnlyList<FuzzCount> counts)
    {
        var table = new Table();
        table.AddColumns("target", "inputs", "taken", "crashes", "hangs", "harmed", "too much memory");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        var total = new FuzzCount(
            "all",
            counts.Sum(one => one.Inputs),
            counts.Sum(one => one.Taken),
            counts.Sum(one => one.Crashes),
            counts.Sum(one => one.Hangs),
            counts.Sum(one => one.Harmed),
            counts.Sum(one => one.Hungry));
        foreach (var one in counts.Append(total))
        {
            long[] figures = [one.Inputs, one.Taken, one.Crashes, one.Hangs, one.Harmed, one.Hungry];
            table.AddRow([Markup.Escape(one.Target), .. figures.Select(figure => figure.ToString("N0", CultureInfo.InvariantCulture))]);
        }

        AnsiConsole.Write(table);
    }
}
