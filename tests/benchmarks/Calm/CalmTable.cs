using System.Globalization;
using System.Text;
using System.Text.Json;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>
/// <c>bench calm [--seeds N] [--epochs N] [--crop-frames N] [--split lists|random|both] [--encoder separate|joint] [--folder FOLDER]</c>: the CALM paper's table 1 on <c>gtzan-mel</c>, with
/// curves and confusion matrix. Writes <c>calm.md</c> and <c>calm-curves.csv</c>.
/// </summary>
internal static class CalmTable
{
    private static readonly (string Recipe, string Model)[] Baselines =
    [
        ("calm-logistic-regression", "MFCC + logistic regression"),
        ("calm-nearest-neighbors", "MFCC + k-nearest neighbours"),
        ("calm-multilayer-perceptron", "MFCC + multilayer perceptron"),
        ("calm-linear-svm", "MFCC + support vector machine"),
        ("calm-random-forest", "MFCC + random forest"),
    ];

    private static readonly Dictionary<string, string> Published = new(StringComparer.Ordinal)
    {
        ["CNN + LSTM AE + CALM"] = "95.4",
        ["CNN + LSTM AE + logistic regression"] = "87.3",
        ["MFCC + logistic regression"] = "77",
        ["MFCC + k-nearest neighbours"] = "36",
        ["MFCC + multilayer perceptron"] = "83",
        ["MFCC + support vector machine"] = "28",
        ["MFCC + random forest"] = "76",
    };

    public static int Run(string[] args)
    {
        if (SharedData.Root is null)
        {
            Console.Error.WriteLine("bench calm: needs the spectrograms in ../shared/data/gtzan-mel");
            return 1;
        }

        var options = Options.Read(args, "--seeds", "--epochs", "--crop-frames", "--split", "--encoder", "--folder");
        var seeds = int.Parse(options.GetValueOrDefault("--seeds", "5"), CultureInfo.InvariantCulture);
        var recipe = RecipeOf(
            options.TryGetValue("--epochs", out var epochs) ? int.Parse(epochs, CultureInfo.InvariantCulture) : null,
            options.TryGetValue("--crop-frames", out var frames) ? int.Parse(frames, CultureInfo.InvariantCulture) : null,
            joint: options.GetValueOrDefault("--encoder") == "joint");
        var folder = options.GetValueOrDefault("--folder", Path.Combine("docs", "results"));
        var columns = options.GetValueOrDefault("--split", "both") switch
        {
            "lists" => [ByLists],
            "random" => [AtRandom],
            _ => new Func<int, TableSplit>[] { ByLists, AtRandom },
        };
        Directory.CreateDirectory(folder);
        var results = new List<(string Split, RowResult Row)>();
        var curves = new StringBuilder("split,seed,phase,epoch,train_loss,test_loss,train_accuracy,test_accuracy,cluster_changes,intra_cluster_variance\n");
        ConfusionMatrix? confusion = null;
        var genres = Read("train").Genres;
        foreach (var splitOf in columns)
        {
            for (var seed = 1; seed <= seeds; seed++)
            {
                var split = splitOf(seed);
                var (heads, answers, history) = CalmHeads.Run(recipe, split, seed);
                foreach (var row in heads.Concat(Baselines.Select(baseline => Baseline(baseline.Recipe, baseline.Model, split, seed))))
                {
                    results.Add((split.Name, row));
                    Console.WriteLine($"{split.Name}, seed {seed}, {row.Model}: {100 * row.Test:0.0} % ({100 * row.Train:0.0} % of the training tracks)");
                }

                confusion ??= ConfusionMatrix.Of([.. split.Test.Tracks.Select(track => track.Genre)], answers, split.Test.Genres.Count);
                foreach (var epoch in history)
                {
                    curves.Append($"{split.Name},{seed},{epoch.Phase},{epoch.Epoch},{epoch.Loss:0.0000},{epoch.ValidationLoss:0.0000},{epoch.Accuracy:0.0000},{epoch.ValidationAccuracy:0.0000},{epoch.ClusterChanges},{epoch.IntraClusterVariance:0.0000}\n");
                }
            }
        }

        File.WriteAllText(Path.Combine(folder, "calm-curves.csv"), curves.ToString());
        File.WriteAllText(Path.Combine(folder, "calm.md"), Page(recipe, seeds, results, Confusion(confusion!, genres)));
        return 0;
    }

    // Nothing is chosen by the test tracks: no early stopping, the last epoch counts.
    private static Recipe RecipeOf(int? epochs, int? cropFrames, bool joint)
    {
        var recipe = RecipeCatalog.Find("calm");
        var training = recipe.Training with { EarlyStopping = null, Epochs = epochs ?? recipe.Training.Epochs };
        return recipe with
        {
            Features = new LogMelSettings { HopLength = 1711 },
            Input = recipe.Input with { CropFrames = cropFrames },
            Training = training with { ValidationInterval = training.Epochs },
            Classifier = recipe.Classifier with { Parameters = JsonSerializer.SerializeToElement(new { joint }) },
        };
    }

    private static TableSplit ByLists(int seed) => new("artist-aware lists", Read("train"), Read("valid"));

    // As many tracks to train on as the list has, of both lists together, whoever the artists are.
    private static TableSplit AtRandom(int seed)
    {
        var (train, test) = (Read("train"), Read("valid"));
        var all = train.Concat(test);
        var order = new SeededRandom(seed).Permutation(all.Tracks.Count);
        return new TableSplit("random split", all.Select(order[..train.Tracks.Count]), all.Select(order[train.Tracks.Count..]));
    }

    private static TrackSet Read(string list) => SpectrogramFiles.Read(
        SharedData.PathOf("data", "gtzan-mel", $"{list}.npy"), SharedData.PathOf("data", "gtzan-mel", $"{list}.csv"));

    private static RowResult Baseline(string recipe, string model, TableSplit split, int seed)
    {
        using var trained = TrainingRun.Run(RecipeCatalog.Find(recipe), split.Train, split.Test, new TrainingOptions { Seed = seed });
        return new RowResult(model, trained.Metrics["trainAccuracy"], trained.Metrics["validationAccuracy"]);
    }

    private static string Page(Recipe recipe, int seeds, IReadOnlyList<(string Split, RowResult Row)> results, string confusion)
    {
        var splits = results.Select(result => result.Split).Distinct().ToList();
        var encoder = recipe.Classifier.As<CalmSettings>().Joint ? "together with the autoencoder" : "before the autoencoder";
        var crop = recipe.Input.CropFrames is { } frames ? $"random crops of {frames} frames" : "whole tracks";
        var text = new StringBuilder($"""
            # CALM on GTZAN

            Table 1 of the paper on the spectrograms of `gtzan-mel`: trained on 442 tracks, tested on 197 others. Accuracy in percent, mean ± standard deviation over {seeds} seeds.
            The CNN is trained for {recipe.Training.Epochs} epochs on {crop}, {encoder}; autoencoder and heads as the recipe `calm` says. Nothing is chosen by the test tracks:
            no early stopping, the last epoch counts. The first four rows of a seed share one CNN and, but for the last of them, one autoencoder. The lists keep
            artists apart and leave faulty tracks out; the random split draws as many tracks of the two lists together. Made by `./microgenre bench calm`.

            | model |{string.Concat(splits.Select(split => $" {split}, train | {split}, test |"))} published test |
            |---|{string.Concat(splits.Select(_ => "---|---|"))}---|

            """.ReplaceLineEndings("\n"));
        foreach (var model in results.Select(result => result.Row.Model).Distinct())
        {
            var cells = splits.Select(split => results.Where(result => result.Split == split && result.Row.Model == model).Select(result => result.Row).ToList())
                .Select(rows => $" {Spread.Of(rows.Select(row => 100 * row.Train))} | {Spread.Of(rows.Select(row => 100 * row.Test))} |");
            text.Append($"| {model} |{string.Concat(cells)} {Published.GetValueOrDefault(model, "–")} |\n");
        }

        return text.Append("\nLosses per epoch, cluster changes and intra-cluster variance per iteration: [calm-curves.csv](calm-curves.csv).\n\n")
            .Append($"## Confusion matrix\n\nCALM's first run, {splits[0]}. Rows are the tracks' genres, columns what was answered; the corner is the accuracy.\n\n")
            .Append(confusion).ToString();
    }

    private static string Confusion(ConfusionMatrix matrix, IReadOnlyList<string> genres)
    {
        var metrics = CalmMetrics.Of(matrix);
        var text = new StringBuilder($"| |{string.Concat(genres.Select(genre => $" {genre} |"))} recall |\n|---|{string.Concat(genres.Select(_ => "---|"))}---|\n");
        for (var genre = 0; genre < genres.Count; genre++)
        {
            text.Append($"| {genres[genre]} |{string.Concat(Enumerable.Range(0, genres.Count).Select(answer => $" {matrix[genre, answer]} |"))} {100 * metrics.Genres[genre].Recall:0.0} |\n");
        }

        return text.Append($"| precision |{string.Concat(metrics.Genres.Select(genre => $" {100 * genre.Precision:0.0} |"))} {100 * metrics.Accuracy:0.0} |\n").ToString();
    }
}
