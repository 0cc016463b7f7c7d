using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.Evaluation.Reports;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;
using MicroGenre.Segmentation;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre evaluate</c>: measures a model on labelled tracks, or all methods of a paper's table.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var model = ModelName.Option();
        var data = new DataOptions("", "to measure on");
        var suite = new Option<string?>("--suite") { Description = $"Train and measure every row of a paper's table instead: {string.Join(", ", Suite.All.Select(known => known.Name))}.", HelpName = "NAME" };
        var report = new Option<string?>("--report") { Description = "The folder for the suite's report and its results; what is there already is not computed again.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print the report as one JSON object." };
        var models = ModelsFolder.Option();
        var command = new Command("evaluate", "Measures a model on labelled tracks, or all methods of a paper's table.") { model };
        data.AddTo(command);
        foreach (var option in new Option[] { suite, report, json, models })
        {
            command.Add(option);
        }

        command.SetAction((result, cancellation) => (result.GetValue(suite), result.GetValue(report)) switch
        {
            ({ } name, { } folder) => RunSuiteAsync(FindSuite(name), data.Require(result), folder, cancellation),
            ({ }, null) => throw new UsageException("--suite needs --report DIR for its report."),
            (null, { }) => throw new UsageException("--report goes with --suite."),
            _ => RunAsync(
                ModelName.Parse(result.GetRequiredValue(model)), data.Require(result), ModelsFolder.Open(result.GetValue(models)), result.GetValue(json), cancellation),
        });
        return command;
    }

    private static async Task<int> RunAsync(ModelName name, DataSource source, ModelRepository models, bool json, CancellationToken cancellation)
    {
        using var model = name.Load(models);
        var screen = Screen.For(json);
        var report = await screen.WaitAsync("evaluating", progress => Task.Run(
            () =>
            {
                var recipe = model.Card.Recipe;
                var tracks = source.Load(recipe.Features, recipe.Genres is null ? model.Card.Labels : null, ExcerptKind.Whole, progress, cancellation);
                return ModelEvaluation.Run(model, tracks with { Tracks = tracks.Tracks.Only(model.Card.Labels) }, new TrackSteps(progress, "classified"), cancellation);
            },
            cancellation));
        screen.WriteLine(json ? report.ToJson() : string.Join(Environment.NewLine, ReportText.Lines(report)));
        return 0;
    }

    private static async Task<int> RunSuiteAsync(Suite suite, DataSource source, string folder, CancellationToken cancellation)
    {
        var path = source.Data ?? throw new UsageException("--suite takes its tracks from --data DIR.");
        var screen = Screen.For(json: false);
        var results = await screen.WaitAsync(suite.Name, progress => Task.Run(
            () => SuiteRunner.Run(suite, SuiteData.Open(path), Path.Combine(folder, "results"), new SuiteSteps(progress), cancellation), cancellation));
        var report = SuiteReport.Of(suite, results);
        var (markdown, html) = (Path.Combine(folder, $"{suite.Name}.md"), Path.Combine(folder, $"{suite.Name}.html"));
        WholeFile.Write(markdown, temporary => File.WriteAllText(temporary, SuiteMarkdown.Write(report)));
        WholeFile.Write(html, temporary => File.WriteAllText(temporary, SuiteHtml.Write(report)));

        var table = new TextTable(suite.Name, "published", "measured");
        foreach (var row in report.Rows)
        {
            table.Add(row.Name, row.Published is { } published ? $"{published * 100:0.0} %" : "", $"{row.Mean * 100:0.0} % ± {row.Deviation * 100:0.0}");
        }

        table.WriteTo(screen);
        screen.WriteLine($"Report: {markdown}, {html}");
        return 0;
    }

    private static Suite FindSuite(string name)
    {
        try
        {
            return Suite.Find(name);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(Evaluation.DataSets.TrackError.Line(exception));
        }
    }

    private sealed class SuiteSteps(IProgress<Step> bar) : IProgress<SuiteProgress>
    {
        public void Report(SuiteProgress value) => bar.Report(new Step(value.Fraction, $"{value.Row}, seed {value.Seed}"));
    }
}
