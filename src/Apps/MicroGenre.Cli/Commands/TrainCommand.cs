using System.CommandLine;
using System.Diagnostics;
using MicroGenre.Cli.Output;
using MicroGenre.Cli.Remote;
using MicroGenre.Evaluation.Pipelines;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre train</c>: trains a model on labelled tracks.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var recipe = new Option<string>("--recipe")
        {
            Description = "The recipe to train: a name (see 'microgenre recipes') or a .json file.",
            HelpName = "RECIPE",
            Required = true,
        };
        var model = new Option<string>("--model")
        {
            Description = "Name of the new model; training again under the same name adds a version.",
            HelpName = "NAME",
            Required = true,
        };
        var timing = new TimingOptions();
        var train = new DataOptions("", "for training", timing);
        var validation = new DataOptions("validation-", "for validation", timing);
        var holdOut = new Option<double?>("--hold-out")
        {
            Description =
                "Share of each genre's tracks to hold out if no validation tracks are given. Default: what the data set's published split "
                + $"says, or {TrainingPlan.DefaultHoldOut}.",
            HelpName = "SHARE",
        };
        var epochs = new Option<int?>("--epochs")
        {
            Description = "Number of training epochs (an upper limit for each part of an ensemble). Default: the recipe's.",
            HelpName = "N",
        };
        var seed = new Option<int?>("--seed") { Description = "Seed of every random choice. Default: the recipe's.", HelpName = "N" };
        var resume = new Option<bool>("--resume") { Description = "Continue from the checkpoint of an interrupted run of this model." };
        var grid = new Option<string?>("--grid")
        {
            Description =
                "A .json file of settings to try first by cross-validation, such as { \"classifier.parameters.c\": [0.1, 1, "
                + "10] }; the best are trained.",
            HelpName = "FILE",
        };
        var folds = new Option<int?>("--folds")
        {
            Description = $"Number of cross-validation folds of --grid. Default: {TrainingPlan.DefaultFolds}.",
            HelpName = "N",
        };
        var crossCalibrate = new Option<bool>("--cross-calibrate")
        {
            Description =
                "With several spectrogram files and --hold-out 0: calibrate by classifying each file, or each part of --groups, with a "
                + "model trained on the others.",
        };
        var groups = new Option<string?>("--groups")
        {
            Description =
                $"With --cross-calibrate: use {TrainOptions.CalibrationParts} parts instead of the files. {GroupedParts.Description}",
            HelpName = "CSV",
        };
        var initialWeights = new Option<string?>("--initial-weights") {
            Description = "A .safetensors file with initial weights, used where names and shapes match. Default: the recipe's, or random.",
            HelpName = "FILE" };
        var machine = new MachineOptions();
        var excerpt = ExcerptOption.Create();
        var json = new Option<bool>("--json") { Description = "Print only the trained model, as one JSON object." };
        var server = new ServerOptions("Training");
        var models = ModelsFolder.Option();
        var command = new ExampleCommand("train", "Trains a model on labelled tracks.",
            "microgenre train --recipe cnn2d --data ~/gtzan --model mine") { recipe, model };
        train.AddTo(command);
        validation.AddTo(command);
        timing.AddTo(command);
        foreach (var option in new Option[] { holdOut, crossCalibrate, groups, epochs, seed, initialWeights, resume, grid, folds, excerpt,
            json, models })
        {
            command.Add(option);
        }

        machine.AddTo(command);
        server.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var request = new TrainOptions
            {
                Recipe = result.GetRequiredValue(recipe),
                Model = result.GetRequiredValue(model),
                Train = train.Require(result),
                Validation = validation.Read(result),
                HoldOut = result.GetValue(holdOut),
                Epochs = result.GetValue(epochs),
                Seed = result.GetValue(seed),
                InitialWeights = result.GetValue(initialWeights),
                Resume = result.GetValue(resume),
                Json = result.GetValue(json),
                Excerpt = ExcerptOption.Read(result, excerpt, server.Url),
                Machine = machine.Read(result, server.Url),
                Grid = result.GetValue(grid),
                Folds = result.GetValue(folds) ?? TrainingPlan.DefaultFolds,
                CrossCalibrate = result.GetValue(crossCalibrate),
                Groups = result.GetValue(groups),
            };
            request.Check();
            if (request.InitialWeights is not null && result.GetValue(server.Url) is not null)
            {
                throw new UsageException($"{initialWeights.Name} cannot be combined with {server.Url.Name}.");
            }

            if (request.Train.Timing is not null && result.GetValue(server.Url) is not null)
            {
                throw new UsageException(
                    $"--hop-length cannot be combined with {server.Url.Name}: name it in the column hop_length of the labels.");
            }

            if (request.Groups is not null && result.GetValue(server.Url) is not null)
            {
                throw new UsageException($"{groups.Name} cannot be combined with {server.Url.Name}.");
            }

            if (request.Resume && result.GetValue(server.Url) is not null)
            {
                throw new UsageException($"{resume.Name} cannot be combined with {server.Url.Name}.");
            }

            return server.Open(result) is { } service
                ? RemoteTraining.RunAsync(service, request, cancellation)
                : RunAsync(request, ModelsFolder.Open(result.GetValue(models)), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(TrainOptions request, ModelRepository models, CancellationToken cancellation)
    {
        var plan = request.ToPlan(models);
        var screen = Screen.For(request.Json);
        var clock = Stopwatch.StartNew();
        var card = await screen.WaitAsync("training", progress => Task.Run(
            () => TrainingPipeline.Run(plan, models, new TrainingScreen(screen, progress, request.Json, request.PartNames), cancellation),
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
}
