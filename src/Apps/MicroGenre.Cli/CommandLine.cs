using System.CommandLine;
using Grpc.Core;
using MicroGenre.Cli.Commands;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Evaluation.Splits;
using MicroGenre.Learning;
using MicroGenre.Networks;

namespace MicroGenre.Cli;

/// <summary>The command line: what is understood, and how it ends.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int BadUsage = 2;

    /// <summary>Runs one command. 0: done, 1: failed, 2: bad usage, 130: interrupted; every failure is one line on standard error.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        NetworkKinds.Register();
        using var interruption = new Interruption();
        var command = Create().Parse(args);
        if (command.Errors is [.., var error])
        {
            return Fail(BadUsage, $"{InWords(error.Message)} Try 'microgenre --help'.");
        }

        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await command.InvokeAsync(configuration, interruption.Token);
        }
        catch (Exception) when (interruption.ExitCode is not null)
        {
            return Fail(interruption.ExitCode.Value, "interrupted.");
        }
        catch (UsageException exception)
        {
            return Fail(BadUsage, exception.Message);
        }
        catch (RpcException exception)
        {
            return Fail(Failed, exception.Status.Detail);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return Fail(Failed, TrackError.Line(exception));
        }
    }

    private static RootCommand Create() => new("Recognises the genre of music, and learns to.")
    {
        CalibrateCommand.Create(),
        ClassifyCommand.Create(),
        DataCommand.Create(),
        DemoCommand.Create(),
        EvaluateCommand.Create(),
        ExtractCommand.Create(),
        KeyCommand.Create(),
        ModelsCommand.Create(),
        PlotCommand.Create(),
        RecipesCommand.Create(),
        SegmentCommand.Create(),
        TagCommand.Create(),
        TrainCommand.Create(),
        LauncherCommand.Create("up", "Starts the whole system: services and cache."),
        LauncherCommand.Create("test", "Runs all tests."),
        LauncherCommand.Create("bench", "Runs the benchmarks."),
    };

    // The parser speaks of .NET types where a number is meant.
    private static string InWords(string message) => message
        .Replace("expected type 'System.Nullable`1[System.Int32]'", "a whole number", StringComparison.Ordinal)
        .Replace("expected type 'System.Nullable`1[System.Double]'", "a number", StringComparison.Ordinal);

    private static bool IsExpected(Exception exception) => TrackError.IsExpected(exception) ||
        exception is FailureException or TrackException or DataSetException or UnknownModelException or UnknownRecipeException or InvalidRecipeException
            or InvalidDataException or LeakException or TrainingException or OutOfMemoryException;

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine($"microgenre: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
