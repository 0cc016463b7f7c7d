using System.CommandLine;
using System.Diagnostics;
using MicroGenre.Cli.Output;
using MicroGenre.Cli.Remote;
using MicroGenre.Evaluation.Calibrations;
using MicroGenre.Evaluation.Splits;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre train</c>: learns a model from labelled tracks.</summary>
internal static class TrainCommand
{
    private const double DefaultHoldOut = 0.2;
    private const int DefaultFolds = 5;

    public static Command Create()
    {
        var recipe = new Option<string>("--recipe") { Description = "What to train: a recipe's name (see 'microgenre recipes') or a .json file.", HelpName = "RECIPE", Required = true };
        var model = new Option<string>("--model") { Description = "The name the model gets; training again under a name adds a version.", HelpName = "NAME", Required = true };
        var train = new DataOptions("", "to learn from");
        var validation = new DataOptions("validation-", "to choose by");
        var holdOut = new Option<double?>("--hold-out") { Description = $"The share of each genre's tracks to choose by when no others are named. Default: {DefaultHoldOut}.", HelpName = "SHARE" };
        var epochs = new Option<int?>("--epochs") { Description = "Passes over the tracks; parts of a model make no more than that. Default: the recipe's.", HelpName = "N" };
        var seed = new Option<int?>("--seed") { Description = "Where every random choice starts. Default: the recipe's.", HelpName = "N" };
        var resume = new Option<bool>("--resume") { Description = "Go on from the checkpoint that an interrupted run of this model left." };
        var grid = new Option<string?>("--grid") { Description = "Settings of the recipe to try by cross-validation first, a .json file such as { \"classifier.parameters.c\": [0.1, 1, 10] }; the best are trained.", HelpName = "FILE" };
        var folds = new Option<int?>("--folds") { Description = $"The parts that --grid divides the tracks into, each left out once. Default: {DefaultFolds}.", HelpName = "N" };
        var crossCalibrate = new Option<bool>("--cross-calibrate")
        {
            Description = "With several files of spectrograms and --hold-out 0: calibrate by classifying each file with a model of the others.",
        };
        var initialWeights = new Option<string?>("--initial-weights") { Description = "A .safetensors file to start the network from, where names and shapes fit. Default: the recipe's, or random.", HelpName = "FILE" };
        var machine = new MachineOptions();
        var excerpt = ExcerptOption.Create();
        var json = new Option<bool>("--json") { Description = "Print the trained model as one JSON object, and nothing else." };
        var server = new ServerOptions("Training");
        var models = ModelsFolder.Option();
        var command = new ExampleCommand("train", "Learns a model from labelled tracks.", "microgenre train --recipe cnn2d --data ~/gtzan --model mine") { recipe, model };
        train.AddTo(command);
        validation.AddTo(command);
        foreach (var option in new Option[] { holdOut, crossCalibrate, epochs, seed, initialWeights, resume, grid, folds, excerpt, json, models })
        {
            command.Add(option);
        }

        machine.AddTo(command);
        server.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var request = new TrainOptions(
                result.GetRequiredValue(recipe), result.GetRequiredValue(model), train.Require(result), validation.Read(result),
                result.GetValue(holdOut) ?? DefaultHoldOut, result.GetValue(epochs), result.GetValue(seed), result.GetValue(initialWeights),
                result.GetValue(resume), result.GetValue(json), ExcerptOption.Read(result, excerpt, server.Url), machine.Read(result, server.Url),
                result.GetValue(grid), result.GetValue(folds) ?? DefaultFolds, result.GetValue(crossCalibrate));
            request.Check();
            if ((request.Grid ?? request.InitialWeights) is not null && result.GetValue(server.Url) is not null)
            {
                throw new UsageException($"{grid.Name} and {initialWeights.Name} are read by this program itself: leave {server.Url.Name} out.");
            }

            if (request.Resume && result.GetValue(server.Url) is not null)
            {
                throw new UsageException($"{resume.Name} goes on with a run of this program's own: leave {server.Url.Name} out.");
            }

            return server.Open(result) is { } service
                ? RemoteTraining.RunAsync(service, request, cancellation)
                : RunAsync(request, ModelsFolder.Open(result.GetValue(models)), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(TrainOptions request, ModelRepository models, CancellationToken cancellation)
    {
        var recipe = request.Adjust(RecipeCatalog.Find(request.Recipe));
        var grid = request.Grid is { } file ? ReadGrid(file) : null;
        var screen = Screen.For(request.Json);
        var clock = Stopwatch.StartNew();
        var card = await screen.WaitAsync("training", progress => Task.Run(
            () =>
            {
                var tracks = Load(request, recipe, progress, cancellation);
                if (!request.Json)
                {
                    screen.WriteLine($"{tracks.Train.Tracks.Count} tracks of {tracks.Train.Genres.Count} genres to learn from, {tracks.Validation?.Tracks.Count ?? 0} to choose by");
                }

                var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
                if (grid is not null)
                {
                    var best = GridSearch.Run(recipe, grid, tracks.Train, request.Folds, options: request.Machine, progress: new GridLines(screen, progress, request.Json), cancellationToken: cancellation).Best;
                    (recipe, metrics["gridAccuracy"]) = (best.Candidate.Recipe, best.Mean);
                }

                var options = request.Machine with { CheckpointFolder = models.CheckpointFolder(request.Model), Resume = request.Resume };
                using var trained = TrainingRun.Run(recipe, tracks.Train, tracks.Validation, options, new EpochLines(screen, progress, request.Json), cancellation);
                cancellation.ThrowIfCancellationRequested();
                var crosswise = request.CrossCalibrate ? CrossCalibrate(request, recipe, screen, progress, cancellation) : null;
                if (crosswise is not null)
                {
                    metrics["crossAccuracy"] = crosswise.Confusion.Accuracy;
                }

                return models.Save(request.Model, trained, metrics, crosswise?.Calibration, crosswise?.Familiarity, crosswise?.Confusion.ToRows());
            },
            cancellation));
        if (request.Json)
        {
            screen.WriteLine(ModelSummary.Of(card).ToJson());
            return 0;
        }

        screen.WriteLine($"{card.Name}/{card.Version} trained in {clock.Elapsed:h\\:mm\\:ss}: {EpochLines.Describe(card.Metrics)}");
        screen.WriteLine($"Try it: microgenre classify FILE --model {card.Name}");
        return 0;
    }

    private static ParameterGrid ReadGrid(string file) =>
        File.Exists(file) ? ParameterGrid.FromJson(File.ReadAllText(file), file) : throw new UsageException($"There is no file '{file}'.");

    private static CrossCalibration CrossCalibrate(TrainOptions request, Recipe recipe, Screen screen, IProgress<Step> progress, CancellationToken cancellation)
    {
        var parts = request.Train.LoadSpectrograms(null);
        var fitted = CrossCalibration.Fit(
            recipe, parts, progress: (part, run) => progress.Report(new Step(run.Fraction, $"calibrating, {part + 1} of {parts.Count}")), cancellationToken: cancellation);
        foreach (var (part, file) in fitted.Parts.Zip(request.Train.Spectrograms).Where(_ => !request.Json))
        {
            screen.WriteLine(
                $"{Path.GetFileName(file)}, by the others: temperature {part.Temperature:0.00}, calibration error {part.ErrorBefore:0.000} before and {part.ErrorAfter:0.000} after, "
                + $"uncertain of {part.UncertainOfWrong * 100:0} % of wrong and {part.UncertainOfRight * 100:0} % of right answers");
        }

        return fitted;
    }

    private static HoldOut Load(TrainOptions request, Recipe recipe, IProgress<Step> progress, CancellationToken cancellation)
    {
        var loaded = request.Train.Load(recipe.Features, null, request.Excerpt, progress, cancellation);
        var train = loaded.Tracks;
        var tracks = request.Validation is { } validation
            ? new HoldOut(train, validation.Load(recipe.Features, train.Genres, request.Excerpt, progress, cancellation).Tracks)
            : HoldOut.Of(train, request.HoldOut, recipe.Seed, loaded.Origins);
        return recipe.Genres is { } genres ? new HoldOut(recipe.Select(tracks.Train), tracks.Validation?.Only(genres)) : tracks;
    }
}
