using System.Text;
using MicroGenre.DataSets;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;
using MicroGenre.Networks.Calm;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>
/// <c>bench calm [--seeds N] [--random-seeds N] [--joint-seeds N] [--first-seed N] [--epochs N] [--joint-epochs N] [--batch-size N]
/// [--crop-frames N] [--keep FOLDER] [--folder FOLDER]</c>: the CALM paper's table 1 on <c>gtzan-mel</c>, with curves and confusion matrix.
/// Writes <c>calm.md</c>, <c>calm-curves.svg</c> and <c>calm-curves.csv</c>.
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
        [CalmHeads.Calm] = "95.4",
        [CalmHeads.Logistic] = "87.3",
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

        var options = Options.Read(args, "--seeds", "--random-seeds", "--joint-seeds", "--first-seed", "--epochs", "--joint-epochs",
            "--batch-size", "--crop-frames", "--keep", "--folder");
        var epochs = options.Number("--epochs", RecipeCatalog.Find("calm").Training.Epochs);
        var batch = options.Number("--batch-size", RecipeCatalog.Find("calm").Training.BatchSize);
        var frames = options.Number<int>("--crop-frames");
        var folder = options["--folder"] ?? Path.Combine("docs", "results");
        var kept = new KeptResults(options["--keep"]);
        TableColumn[] columns =
        [
            new("lists", "artist-aware lists", ByLists, RecipeOf(epochs, batch, frames, joint: false), Baselines: true,
                options.Number("--seeds", 5)),
            new("random", "random split", AtRandom, RecipeOf(epochs, batch, frames, joint: false), Baselines: true,
                options.Number("--random-seeds", 5)),
            new("joint", "lists, CNN and autoencoder together", ByLists,
                RecipeOf(options.Number("--joint-epochs", epochs), batch, frames, joint: true), Baselines: false,
                options.Number("--joint-seeds", 5)),
        ];
        Directory.CreateDirectory(folder);
        var runs = new List<TableRun>();
        for (var seed = options.Number("--first-seed", 1); seed <= columns.Max(column => column.Seeds); seed++)
        {
            foreach (var column in columns.Where(column => seed <= column.Seeds))
            {
                runs.Add(Run(column, seed, kept));
            }
        }

        File.WriteAllText(Path.Combine(folder, "calm-curves.csv"), Csv(runs));
        File.WriteAllText(Path.Combine(folder, "calm-curves.svg"), Figure(runs));
        File.WriteAllText(Path.Combine(folder, "calm.md"), Page(columns[0].EncoderRecipe, runs));
        return 0;
    }

    private static TableRun Run(TableColumn column, int seed, KeptResults kept)
    {
        var split = column.SplitOf(seed);
        var heads = CalmHeads.Run(kept.Encoded(column, split, seed, new LatestEpoch(column, seed)), split, seed);
        var baselines = column.Baselines
            ? Baselines.Select(baseline =>
                kept.Row($"{column.Key}-seed{seed}-{baseline.Recipe}", () => Baseline(baseline.Recipe, baseline.Model, split, seed)))
            : [];
        var run = new TableRun(column, seed, [.. heads.Rows, .. baselines], heads);
        foreach (var row in run.Rows)
        {
            Console.WriteLine(
                $"{column.Name}, seed {seed}, {row.Model}: {100 * row.Test:0.0} % ({100 * row.Train:0.0} % of the training tracks)");
        }

        return run;
    }

    // Nothing is chosen by the test tracks: no early stopping, the last epoch counts.
    private static Recipe RecipeOf(int epochs, int batchSize, int? cropFrames, bool joint)
    {
        var recipe = RecipeCatalog.Find("calm");
        return recipe with
        {
            Features = new LogMelSettings { HopLength = 1711 },
            Input = recipe.Input with { CropFrames = cropFrames },
            Training = recipe.Training with { EarlyStopping = null, Epochs = epochs, BatchSize = batchSize },
            Classifier = recipe.Classifier with
            {
                Parameters = Recipe.ToElement(recipe.Classifier.As<CalmSettings>() with { Joint = joint }),
            },
        };
    }

    private static TableSplit ByLists(int seed) => new(Read("train"), Read("valid"));

    // As many tracks to train on as the list has, of both lists together, whoever the artists are.
    private static TableSplit AtRandom(int seed)
    {
        var (train, test) = (Read("train"), Read("valid"));
        var all = train.Concat(test);
        var order = new SeededRandom(seed).Permutation(all.Tracks.Count);
        return new TableSplit(all.Select(order[..train.Tracks.Count]), all.Select(order[train.Tracks.Count..]));
    }

    private static TrackSet Read(string list) => SpectrogramFiles.Read(
        SharedData.PathOf("data", "gtzan-mel", $"{list}.npy"), SharedData.PathOf("data", "gtzan-mel", $"{list}.csv"));

    private static RowResult Baseline(string recipe, string model, TableSplit split, int seed)
    {
        using var trained = TrainingRun.Run(RecipeCatalog.Find(recipe), split.Train, split.Test, new TrainingOptions { Seed = seed });
        return new RowResult(model, trained.Metrics["trainAccuracy"], trained.Metrics["validationAccuracy"]);
    }

    private static string Csv(IEnumerable<TableRun> runs) => string.Concat(runs
        .SelectMany(
            run => run.Heads.History.Select(
                epoch =>
                    $"{run.Column.Key},{run.Seed},{epoch.Phase},{epoch.Epoch},{epoch.Loss:0.0000},{epoch.ValidationLoss:0.0000},"
                    + $"{epoch.Accuracy:0.0000},{epoch.ValidationAccuracy:0.0000},{epoch.ClusterChanges},"
                    + $"{epoch.IntraClusterVariance:0.0000}\n"))
        .Prepend("column,seed,phase,epoch,train_loss,test_loss,train_accuracy,test_accuracy,cluster_changes,intra_cluster_variance\n"));

    private static string Page(Recipe recipe, IReadOnlyList<TableRun> runs)
    {
        var columns = runs.Select(run => run.Column).Distinct().ToList();
        var crop = recipe.Input.CropFrames is { } frames ? $"random crops of {frames} frames" : "whole tracks";
        var joint = columns.SingleOrDefault(column => column.Key == "joint")?.EncoderRecipe.Training.Epochs ?? recipe.Training.Epochs;
        var options =
            $"--epochs {recipe.Training.Epochs} --batch-size "
            + $"{recipe.Training.BatchSize}{(recipe.Input.CropFrames is { } length ? $" --crop-frames {length}" : "")}"
            + $"{(Seeds("joint") > 0 ? $" --joint-epochs {joint}" : "")} --seeds {Seeds("lists")} --random-seeds {Seeds("random")} "
            + $"--joint-seeds {Seeds("joint")}";
        var text = new StringBuilder($"""
            # CALM on GTZAN

            This is table 1 of the paper on the spectrograms of `gtzan-mel`: 442 tracks for training, 197 others for testing. Accuracy in percent, mean ± standard deviation over
            the seeds. The CNN is trained for {recipe.Training.Epochs} epochs (together with the autoencoder for {joint}) on {crop}, {recipe.Training.BatchSize} tracks per step. The autoencoder and the heads follow the recipe `calm`. The test tracks select nothing:
            there is no early stopping, and the last epoch is used. All rows of a seed that begin with CNN share one CNN and, except "CNN alone", one autoencoder. The lists keep
            artists apart and omit faulty tracks. The random split draws the same numbers of tracks from both lists together. Generated by `./microgenre bench calm {options}`.

            | model |{string.Concat(columns.Select(column => $" {column.Name}, train | {column.Name}, test (seeds: {column.Seeds}) |"))} published test |
            |---|{string.Concat(columns.Select(_ => "---|---|"))}---|

            """.ReplaceLineEndings("\n"));
        foreach (var model in runs.SelectMany(run => run.Rows).Select(row => row.Model).Distinct())
        {
            var cells = columns.Select(
                column => runs.Where(run => run.Column == column).SelectMany(run => run.Rows).Where(row => row.Model == model).ToList())
                .Select(rows => rows.Count == 0 ? " | |"
                    : $" {Percent([.. rows.Select(row => row.Train)])} | {Percent([.. rows.Select(row => row.Test)])} |");
            text.Append($"| {model} |{string.Concat(cells)} {Published.GetValueOrDefault(model, "–")} |\n");
        }

        return text.Append($"""

            {Reasons(runs)}

            ## Curves

            The curves are means over the seeds of the lists, or of the joint training if named. Values per seed: [calm-curves.csv](calm-curves.csv).

            ![Losses over epochs and variance within clusters over iterations](calm-curves.svg)

            ## Confusion matrix

            CALM's first run, {columns[0].Name}. Rows are the actual genres, columns the predicted genres; the corner is the accuracy.


            """.ReplaceLineEndings("\n"))
            .Append(Confusion(ConfusionMatrix.Of(runs[0].Heads.Genres, runs[0].Heads.Answers, Read("train").Genres.Count),
                Read("train").Genres)).ToString();

        static string Percent(IReadOnlyList<double> values) =>
            values is [var only] ? $"{100 * only:0.0}" : $"{Spread.Of(values.Select(value => 100 * value))}";

        int Seeds(string key) => columns.SingleOrDefault(column => column.Key == key)?.Seeds ?? 0;
    }

    private static string Reasons(IReadOnlyList<TableRun> runs)
    {
        var lists = runs.Where(run => run.Column.Key == "lists").ToList();
        var random = runs.Where(run => run.Column.Key == "random").ToList();
        var joint = runs.Where(run => run.Column.Key == "joint").ToList();
        var byClusters = Difference.Of(lists.Select(run => Test(run, CalmHeads.Calm) - Test(run, CalmHeads.Plain)));
        var byAutoencoder = Difference.Of(lists.Select(run => Test(run, CalmHeads.Logistic) - Test(run, CalmHeads.Cnn)));
        var text = new StringBuilder($"""
            ## Why it falls short of the paper

            * **{byClusters.Judge("The clusters help", "The clusters harm", "The clusters have no measurable effect")}.** On the lists, CALM differs by {byClusters} points (mean
              difference of the same seeds ± its standard error) from the same network without clusters, and {Difference.Of(lists.Select(run => Test(run, CalmHeads.Calm) - Test(run, CalmHeads.Logistic)))} from logistic regression.
              The CNN was trained to classify genres, so its sequences contain little beyond them. [The study](calm-study.md) also finds no gain if a genre is a single cluster.
            * **{byAutoencoder.Judge("The autoencoder adds to what the CNN knows of genres", "The autoencoder loses information about genres", "The autoencoder neither adds nor loses information about genres, as far as can be measured")}.** It is trained to reconstruct the CNN's sequences, regardless of what matters for genres. Logistic regression on its 16 values differs by
              {byAutoencoder} points from the CNN alone.
            * **The heads overfit.** CALM is right about {Spread.Of(lists.Select(run => Train(run, CalmHeads.Calm)))} % of the training tracks and {Spread.Of(lists.Select(run => Test(run, CalmHeads.Calm)))} % of the test tracks.

            """.ReplaceLineEndings("\n"));
        if (random.Count > 0)
        {
            text.Append($"""
                * **The split.** With as many tracks, drawn at random as the paper does, CALM has {random.Average(run => Test(run, CalmHeads.Calm)):0.0} %: {Spread.Of(random.Select(run => Test(run, CalmHeads.Calm))).Mean - Spread.Of(lists.Select(run => Test(run, CalmHeads.Calm))).Mean:0.0} points more, by
                  tracks of the same artists, albums and recordings on both sides.

                """.ReplaceLineEndings("\n"));
        }

        if (joint.Count > 0)
        {
            var loss = joint.Average(run => run.Heads.History.Last(epoch => epoch.Phase == CalmPhase.Encoder).Loss);
            text.Append($"""
                * **The CNN's training.** Trained together with the autoencoder, on the sum of both losses, the CNN gives the autoencoder constant sequences, which are easy to reconstruct, and
                  learns nothing: its loss ends at {loss:0.000}, and that of guessing among ten genres is {Math.Log(10):0.000}. So the recipe trains it first.

                """.ReplaceLineEndings("\n"));
        }

        return text.Append("""
            * **The amount of data and training.** 442 tracks of 387 frames are used for training, with fewer epochs of the CNN. The paper has 800 tracks of 647 frames and 150 epochs.
            * **The paper's own figures do not agree.** Its confusion matrix (table 3) counts 874 tracks, but a tenth of GTZAN is 100, so it must contain training tracks. 796 of the 874 are
              right, 91.1 %, not 95.4 %.
            """.ReplaceLineEndings("\n")).ToString();

        static double Test(TableRun run, string model) => 100 * run.Rows.Single(row => row.Model == model).Test;

        static double Train(TableRun run, string model) => 100 * run.Rows.Single(row => row.Model == model).Train;
    }

    private static string Figure(IReadOnlyList<TableRun> runs)
    {
        var panels = new List<CurvePanel>
        {
            new("CALM's loss", "epoch",
                [Mean("lists", CalmPhase.Clusters, "training tracks", epoch => epoch.Loss),
                    Mean("lists", CalmPhase.Clusters, "test tracks", epoch => epoch.ValidationLoss ?? 0)]),
            new("Intra-cluster variance", "iteration",
                [Mean("lists", CalmPhase.Clusters, "squared Euclidean distance", epoch => epoch.IntraClusterVariance ?? 0)]),
            new("The encoder's loss", "epoch", [Mean("lists", CalmPhase.Convolutions, "CNN first", epoch => epoch.Loss)]),
        };
        if (runs.Any(run => run.Column.Key == "joint"))
        {
            panels[^1] =
                panels[^1] with { Curves =
                    [.. panels[^1].Curves, Mean("joint", CalmPhase.Encoder, "with the autoencoder", epoch => epoch.Loss)] };
        }

        return new CurvePanels("CALM on GTZAN: losses and variance within clusters", panels).ToSvg();

        Curve Mean(string column, string phase, string name, Func<EpochResult, double> valueOf) => new(name,
        [
            .. runs.Where(run => run.Column.Key == column).SelectMany(run => run.Heads.History).Where(epoch => epoch.Phase == phase)
                .GroupBy(epoch => epoch.Epoch).OrderBy(group => group.Key).Select(group => group.Average(valueOf)),
        ]);
    }

    private static string Confusion(ConfusionMatrix matrix, IReadOnlyList<string> genres)
    {
        var metrics = CalmMetrics.Of(matrix);
        var text = new StringBuilder(
            $"| |{string.Concat(genres.Select(genre => $" {genre} |"))} recall |\n|---|{string.Concat(genres.Select(_ => "---|"))}---|\n");
        for (var genre = 0; genre < genres.Count; genre++)
        {
            text.Append(
                $"| {genres[genre]} |{string.Concat(Enumerable.Range(0, genres.Count).Select(answer => $" {matrix[genre, answer]} |"))} "
                + $"{100 * metrics.Genres[genre].Recall:0.0} |\n");
        }

        return text.Append(
            $"| precision |{string.Concat(metrics.Genres.Select(genre => $" {100 * genre.Precision:0.0} |"))} "
            + $"{100 * metrics.Accuracy:0.0} |\n").ToString();
    }

    private sealed record TableRun(TableColumn Column, int Seed, IReadOnlyList<RowResult> Rows, HeadResults Heads);

    private sealed class LatestEpoch(TableColumn column, int seed) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.EndsEpoch && (value.Epoch % 20 == 0 || value.Phase != CalmPhase.Autoencoder))
            {
                Console.WriteLine(
                    $"{column.Name}, seed {seed}, {value.Phase}, epoch {value.Epoch} of {value.Epochs}: loss {value.Loss:0.000}, "
                    + $"{value.Remaining:h\\:mm\\:ss} left");
            }
        }
    }
}
