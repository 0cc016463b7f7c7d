using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Evaluation;
using MicroGenre.Evaluation.Reports;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;
using MicroGenre.Segmentation;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre evaluate</c>: evaluates a model on labelled tracks, or all methods of a paper's table.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var model = ModelName.Option();
        var timing = new TimingOptions();
        var data = new DataOptions("", "for the evaluation", timing);
        var suite = new Option<string?>("--suite")
        {
            Description = $"Train and measure every row of a paper's table instead: {string.Join(", ", Suite.Names)}.",
            HelpName = "NAME",
        };
        var report = new Option<string?>("--report")
        {
            Description =
                "The folder for the suite's report and results; existing results are reused. Without --suite: update the "
                + "index of the reports in the folder.",
            HelpName = "DIR",
        };
        var epochs = new Option<int?>("--epochs")
        {
            Description = "Suite: train networks for at most N epochs; reports say so. Default: the recipes'.",
            HelpName = "N",
        };
        var seeds = new Option<int?>("--seeds")
        {
            Description = "Suite: use only the first N seeds. Default: all.",
            HelpName = "N",
        };
        var rows = new Option<string[]>("--rows")
        {
            Description =
                "Suite: run only these rows, given by their own or their recipe's name; the report includes other rows whose results are "
                + "kept.",
            HelpName = "ROW",
            AllowMultipleArgumentsPerToken = true,
        };
        var protocol = new Option<string?>("--protocol")
        {
            Description =
                "Suite: divide the tracks only as the papers do, at random (paper), or only with no artist on both sides (artist-aware). "
                + "Default: both, where the data allows.",
            HelpName = "NAME",
        };
        protocol.AcceptOnlyFromAmong([.. SuiteProtocols.Names]);
        var plan = new Option<bool>("--plan")
        {
            Description = "Suite: say what is still to be computed and about how long it takes, and stop.",
        };
        var kept = new Option<bool>("--kept")
        {
            Description = "Suite: write the report of the results that exist, and train nothing.",
        };
        var audio = new Option<string?>("--audio")
        {
            Description =
                "Suite: audio for the rows that the spectrograms of --data cannot serve: a folder with a folder of audio files for each "
                + "genre, or a .csv file with the columns path, genre and group.",
            HelpName = "DIR",
        };
        var players = new Option<bool>("--players")
        {
            Description = "Suite: add audio players for the hardest tracks to the page, which then links to their audio.",
        };
        var split = new Option<string?>("--split")
        {
            Description =
                "Suite: a .json file from 'microgenre data split' that divides audio into train and test. Default: "
                + "for each protocol a split for each seed, or the split that a data set was published with.",
            HelpName = "FILE",
        };
        var leaks = new Option<bool>("--allow-leaks")
        {
            Description = "Suite: accept a split that shares tracks, groups or copies.",
        };
        var save = new Option<string?>("--save")
        {
            Description = "Also save the report, with the answer for each track, to this .json file.",
            HelpName = "FILE",
        };
        var compare = new Option<string[]>("--compare")
        {
            Description = "Compare two reports instead: files from --save, or results of suites.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        var machine = new MachineOptions("Suite");
        var json = new Option<bool>("--json") { Description = "Print the report as one JSON object." };
        var models = ModelsFolder.Option();
        var command = new ExampleCommand(
            "evaluate", "Measures a model on labelled tracks, or every row of a paper's table.",
                "microgenre evaluate --data ~/gtzan") { model };
        data.AddTo(command);
        timing.AddTo(command);
        Option[] others =
        [
            suite, report, epochs, seeds, rows, protocol, plan, kept, audio, split, players, leaks, save, compare, json, models,
        ];
        foreach (var option in others)
        {
            command.Add(option);
        }

        machine.AddTo(command);

        command.SetAction((result, cancellation) => (result.GetValue(suite), result.GetValue(report)) switch
        {
            _ when result.GetValue(compare) is { Length: > 0 } files => Task.FromResult(Compare(files, result.GetValue(json))),
            ({ } name, { } folder) => RunSuiteAsync(
                new SuiteOrder(
                    FindSuite(name), data.Require(result), folder,
                    new SuiteBudget
                    {
                        Epochs = result.GetValue(epochs),
                        Seeds = result.GetValue(seeds),
                        Rows = result.GetValue(rows) ?? [],
                        Protocols = result.GetValue(protocol) is { } only ? [SuiteProtocols.Named(only)!.Value] : null,
                    },
                    result.GetValue(split) is { } file ? Split.Load(file) : null, result.GetValue(players), result.GetValue(leaks),
                    result.GetValue(plan))
                {
                    Audio = result.GetValue(audio),
                    Machine = machine.Read(result),
                    KeptOnly = result.GetValue(kept),
                },
                cancellation),
            ({ }, null) => throw new UsageException("--suite needs --report DIR for its report."),
            (null, { } folder) => Task.FromResult(WriteIndex(folder)),
            _ => RunAsync(
                ModelName.Parse(result.GetRequiredValue(model)), data.Require(result), ModelsFolder.Open(result.GetValue(models)),
                    result.GetValue(save), result.GetValue(json), cancellation),
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ModelName name, DataSource source, ModelRepository models, string? save, bool json, CancellationToken cancellation)
    {
        using var model = name.Load(models);
        var screen = Screen.For(json);
        var report = await screen.WaitAsync("evaluating", progress => Task.Run(
            () =>
            {
                var tracks = source.Load(
                    model.Card.Recipe.Features, ModelEvaluation.GenresOf(model.Card), ExcerptKind.Whole, progress, cancellation);
                var report = ModelEvaluation.Run(model, tracks, new TrackSteps(progress, "classified"), cancellation);
                Screen.WriteSkipped(report.Skipped.Skip(tracks.Skipped.Count));
                return report;
            },
            cancellation));
        if (save is not null)
        {
            WholeFile.Write(save, report.ToFullJson() + "\n");
        }

        screen.WriteLine(json ? report.ToJson() : string.Join(Environment.NewLine, ReportText.Lines(report)));
        return 0;
    }

    private static int Compare(string[] files, bool json)
    {
        if (files is not [var first, var second])
        {
            throw new UsageException("--compare takes two files.");
        }

        var (report, other) = (ReportStore.Read(first), ReportStore.Read(second));
        var comparison = Comparison.Of(report, other);
        var screen = Screen.For(json);
        screen.WriteLine(json ? comparison.ToJson()
            : string.Join(Environment.NewLine, ReportText.Lines(report.Model ?? first, other.Model ?? second, comparison)));
        return 0;
    }

    private static int WriteIndex(string folder)
    {
        var files = new SuiteFiles(Directory.Exists(folder) ? folder : throw new FailureException($"There is no folder '{folder}'."));
        files.WriteIndex();
        Screen.For(json: false).WriteLine($"All reports: {files.Index}");
        return 0;
    }

    private static async Task<int> RunSuiteAsync(SuiteOrder order, CancellationToken cancellation)
    {
        order.Check();
        var (suite, folder) = (order.Suite, order.Folder);
        var screen = Screen.For(json: false);
        var (data, outcome) = await screen.WaitAsync(suite.Name, progress => Task.Run(
            () =>
            {
                var data = order.Open();
                if (!data.IsTimed)
                {
                    screen.WriteLine(TrainingScreen.UnknownTiming);
                }

                if (order.KeptOnly)
                {
                    return (data, SuiteRunner.Read(suite, data, order.Results));
                }

                var plan = Measured(() => SuiteRunner.Plan(suite, data, order.Results, order.Budget));
                screen.WriteLine(plan.ToString());
                return (data, order.IsPlan ? null : Measured(
                    () => SuiteRunner.Run(
                        suite, data, order.Results, order.Budget, order.Machine, new SuiteSteps(progress), cancellation)));
            },
            cancellation));
        if (outcome is null)
        {
            return 0;
        }

        if (outcome.Results.Count == 0)
        {
            throw new FailureException($"No row of '{suite.Name}' could be run: {outcome.Missing[0].Row}: {outcome.Missing[0].Reason}");
        }

        var report = SuiteReport.Of(suite, outcome);
        var files = new SuiteFiles(folder);
        if (files.RowsLostBy(report) is [var lost, ..])
        {
            throw new FailureException(
                $"'{files.MarkdownOf(suite)}' has results of '{lost.Row}', which this report would drop: {lost.Reason}. The page is "
                + "unchanged, and new results are kept. Measure that row as well, or choose another --report.");
        }

        files.Write(report, order.HasPlayers ? track => LinkTo(data.AudioOf(track), folder) : null);

        var table = new TextTable(suite.Name, "published", "paper's protocol", "artist-aware", "epochs");
        foreach (var pair in report.Pairs)
        {
            table.Add(pair.Row.Name, Percent(pair.Row.Published), Accuracy(pair.Paper), Accuracy(pair.ArtistAware),
                (pair.ArtistAware ?? pair.Paper)!.Epochs);
        }

        table.WriteTo(screen);
        foreach (var missing in report.Missing)
        {
            Screen.WriteProblem($"{missing.Row}: {missing.Reason} (not measured)");
        }

        screen.WriteLine($"Report: {files.MarkdownOf(suite)}, {files.PageOf(suite)}; all reports: {files.Index}");
        return 0;
    }

    private static T Measured<T>(Func<T> measure)
    {
        try
        {
            return measure();
        }
        catch (LeakException exception)
        {
            throw new FailureException($"{exception.Message} Use --split for another split, or --allow-leaks to accept this one.");
        }
    }

    private static string Accuracy(SuiteReportRow? row) => row?.Deviation is { } deviation
        ? $"{Percent(row.Mean)} ± {deviation * 100:0.0}" : Percent(row?.Mean);

    private static string Percent(double? share) => share is { } known ? $"{known * 100:0.0} %" : "";

    // As a browser that reads the page in its folder finds the audio.
    private static string? LinkTo(string? audio, string folder) => audio is null
        ? null
        : string.Join('/', Path.GetRelativePath(folder, audio).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));

    private static Suite FindSuite(string name)
    {
        try
        {
            return Suite.Find(name);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(TrackError.Line(exception));
        }
    }

    private sealed class SuiteSteps(IProgress<Step> bar) : IProgress<SuiteProgress>
    {
        public void Report(SuiteProgress value) => bar.Report(new Step(value.Fraction, $"{value.Row}, seed {value.Seed}"));
    }
}
