using System.CommandLine;
using Grpc.Core;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Library;
using MicroGenre.Cli.Output;
using MicroGenre.Collections;
using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Extractors;
using MicroGenre.Learning;
using MicroGenre.Networks;
using MicroGenre.Onnx;
using MicroGenre.Segmentation;
using MicroGenre.Signal;

namespace MicroGenre.Cli;

/// <summary>Parses and runs the command line.</summary>
internal static class CommandLine
{
    private const int Failed = 1;
    private const int BadUsage = 2;

    /// <summary>
    /// Runs one command. Exit codes: 0 done, 1 failed, 2 bad usage, 130 interrupted. Every failure is one line on standard error.
    /// </summary>
    public static async Task<int> RunAsync(string[] args)
    {
        NetworkKinds.Register();
        OnnxExtractors.Register();
        Excerpts.Register();
        using var interruption = new Interruption();
        var command = Create().Parse(CommandLineArguments.Restore(args));
        if (UsageErrors.Of(command) is { } error)
        {
            return Fail(BadUsage, $"{error} Try 'microgenre --help'.");
        }

        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await command.InvokeAsync(configuration, interruption.Token);
        }
        catch (Exception) when (interruption.ExitCode is not null)
        {
            interruption.Report();
            return interruption.ExitCode.Value;
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

    private static RootCommand Create()
    {
        var root = new RootCommand("Classifies music by genre and trains models.")
        {
            CalibrateCommand.Create(),
            ClassifyCommand.Create(),
            CueCommand.Create(),
            DataCommand.Create(),
            DemoCommand.Create(),
            EvaluateCommand.Create(),
            ExportCommand.Create(),
            ExtractCommand.Create(),
            GenresCommand.Create(),
            KeyCommand.Create(),
            LibraryCommand.Create(),
            ModelsCommand.Create(),
            PlotCommand.Create(),
            RecipesCommand.Create(),
            SegmentCommand.Create(),
            TagCommand.Create(),
            TeachCommand.Create(),
            TrainCommand.Create(),
            LauncherCommand.Create("up", "Starts the whole system: services and cache."),
            LauncherCommand.Create("test", "Runs all tests."),
            LauncherCommand.Create("bench", "Runs the benchmarks."),
        };
        root.SetAction(_ => WriteShortHelp());
        ExampleCommand.AddToHelp(root);
        return root;
    }

    private static void WriteShortHelp()
    {
        Console.Out.WriteLine("""
            microgenre recognises the genre of music, and learns to.

              microgenre demo                      makes a minute of music, and listens to it
              microgenre classify song.mp3         the genre of a track, of several, or of all in a folder
              microgenre tag ~/Music --write       the genres of a music library, written into its tags

            'microgenre --help' lists all commands, 'microgenre COMMAND --help' explains one.
            """);
    }

    private static bool IsExpected(Exception exception) => TrackError.IsExpected(exception) ||
        exception is FailureException or TrackException or LibraryException or DataSetException or UnknownModelException
            or UnknownRecipeException or InvalidRecipeException or InvalidDataException or LeakException
            or TrainingException or TeachingException or NoSetsException or NetworksUnavailableException or ExtractorException
            or UnsupportedModelException or OutOfMemoryException;

    private static int Fail(int code, string message)
    {
        Screen.WriteProblem(message);
        return code;
    }
}
