using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.Evaluation.Reports;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre evaluate</c>: measures a model on labelled tracks.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var model = ModelName.Option();
        var data = new DataOptions("", "to measure on");
        var json = new Option<bool>("--json") { Description = "Print the report as one JSON object." };
        var models = ModelsFolder.Option();
        var command = new Command("evaluate", "Measures a model on labelled tracks.") { model };
        data.AddTo(command);
        command.Add(json);
        command.Add(models);
        command.SetAction((result, cancellation) => RunAsync(
            ModelName.Parse(result.GetRequiredValue(model)), data.Require(result), ModelsFolder.Open(result.GetValue(models)), result.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        ModelName name, DataSource source, Learning.ModelRepository models, bool json, CancellationToken cancellation)
    {
        using var model = name.Load(models);
        var screen = Screen.For(json);
        var report = await screen.WaitAsync("evaluating", progress => Task.Run(
            () =>
            {
                var tracks = source.Load(model.Card.Recipe.Features, model.Card.Labels, progress, cancellation);
                return ModelEvaluation.Run(model, tracks, new TrackSteps(progress, "classified"), cancellation);
            },
            cancellation));
        if (json)
        {
            screen.WriteLine(report.ToJson());
            return 0;
        }

        foreach (var line in ReportText.Lines(report))
        {
            screen.WriteLine(line);
        }

        return 0;
    }
}
