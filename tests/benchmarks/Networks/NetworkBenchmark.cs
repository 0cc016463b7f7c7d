using System.Runtime.InteropServices;
using System.Text.Json;
using MicroGenre.Learning;
using MicroGenre.Networks;
using MicroGenre.Networks.Architectures;
using MicroGenre.Signal;
using TorchSharp;

namespace MicroGenre.Benchmarks.Networks;

/// <summary>
/// Whole epochs of training, from random crops to the optimiser's steps, against the same program in PyTorch on the same arrays: in turn,
/// with the same number of threads, in processor time. The arithmetic of an epoch, and the memory that fifty epochs take.
/// </summary>
internal static class NetworkBenchmark
{
    private const int Classes = 10;
    private const int Rounds = 7;
    private const int MemoryEpochs = 50;
    private const double Mebibyte = 1 << 20;

    public static BenchmarkReport Run(int threads) => new("networks", Machine(threads), DateTimeOffset.UtcNow,
    [
        Epoch("cnn2d", Of("cnn2d", rows: 128), tracks: 96, frames: 387, threads),
        Epoch("cnn2d, crops unchanged", Unchanged(Of("cnn2d", rows: 128)), tracks: 96, frames: 387, threads),
        Epoch("gru", Of("gru-mfcc", rows: 20), tracks: 64, frames: 323, threads),
        Epoch("skip-gru", Of("skip-gru-mfcc", rows: 20), tracks: 32, frames: 100, threads),
        Epoch("resnet34, as it is", AsItIs(Of("resnet34", rows: 128)), tracks: 8, frames: 128, threads),
        Epoch("resnet34", Of("resnet34", rows: 128), tracks: 32, frames: 387, threads, compared: false),
        Epoch("resnet34, bfloat16", Of("resnet34", rows: 128), tracks: 32, frames: 387, threads, compared: false, Precision.BFloat16),
        Epoch("vgg16", Of("vgg16", rows: 128), tracks: 16, frames: 387, threads, compared: false),
        Epoch("vgg16, bfloat16", Of("vgg16", rows: 128), tracks: 16, frames: 387, threads, compared: false, Precision.BFloat16),
        Epoch("calm-cnn", Of("calm-cnn", rows: 128), tracks: 32, frames: 387, threads, compared: false),
        Epoch("lenet", Of("lenet", rows: 128), tracks: 100, frames: 387, threads, compared: false),
        Epoch("lstm", Of("lstm", rows: 13), tracks: 35, frames: 387, threads, compared: false),
        Memory(threads),
    ]);

    // The recipe on features of so many rows, always with AdamW.
    private static Recipe Of(string name, int rows)
    {
        var recipe = RecipeCatalog.Find(name);
        return recipe with
        {
            Features = new LogMelSettings { MelBands = rows },
            Input = recipe.Input with { Cepstrum = null, Normalization = Normalization.Decibels },
            Training = recipe.Training with { Epochs = Rounds + 1,
                Optimizer = new OptimizerSettings { Kind = OptimizerKind.AdamW, LearningRate = 1e-3, WeightDecay = 0.01 } },
        };
    }

    // The peer's random changes are NumPy's work: without them the network alone counts.
    private static Recipe Unchanged(Recipe recipe) =>
        recipe with { Training = recipe.Training with { Augmentation = new AugmentationSettings() } };

    // The peer's network does not resize its pictures.
    private static Recipe AsItIs(Recipe recipe) => recipe with { Classifier = new ClassifierSettings(recipe.Classifier.Kind) };

    private static BenchmarkLine Epoch(
        string name, Recipe recipe, int tracks, int frames, int threads, bool compared = true, Precision precision = Precision.Single)
    {
        var folder = Directory.CreateTempSubdirectory("microgenre-bench-");
        try
        {
            var data = Noise(tracks, recipe.Features.Rows, frames);
            Write(folder.FullName, recipe, data, frames);
            using var peer = compared ? new NetworkPeer(folder.FullName, threads) : null;
            var (ours, theirs) = (new List<double>(), new List<double>());
            var start = ProcessorTime.Milliseconds;
            var turns = new Told(progress =>
            {
                if (!progress.EndsEpoch)
                {
                    return;
                }

                ours.Add(ProcessorTime.Milliseconds - start);
                if (peer?.TrainEpoch() is { } milliseconds)
                {
                    theirs.Add(milliseconds);
                }

                start = ProcessorTime.Milliseconds;
            });
            using (TrainingRun.Run(recipe, data, null, new TrainingOptions { Threads = threads, Precision = precision }, turns))
            {
            }

            return new BenchmarkLine(
                $"{name}, an epoch of {tracks} tracks", Median(ours), "ms", theirs.Count > 0 ? Median(theirs) : null,
                peer?.Version is { } version ? $"PyTorch {version}" : null, Arithmetic(recipe, frames, tracks, Median(ours)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // A backward pass computes about twice what a forward pass does: the gradients of inputs and of weights.
    private static string Arithmetic(Recipe recipe, int frames, int tracks, double milliseconds)
    {
        using var scope = torch.NewDisposeScope();
        using var network = NetworkKinds.Build(recipe, Classes);
        var input = torch.zeros(1, recipe.Features.Rows, recipe.Lengths.Crop ?? frames);
        var operations = 3 * 2 * NetworkArithmetic.Multiplications(network, input) / 1e9;
        return $"{operations:0.000} GFLOP a track, {tracks * operations / milliseconds * 1000:0.0} GFLOP/s";
    }

    // What the process holds after the last epoch against what it held after the fifth, when all buffers have been made.
    private static BenchmarkLine Memory(int threads)
    {
        var recipe = Of("cnn2d", rows: 128);
        var (first, last) = (0.0, 0.0);
        var (firstTensors, lastTensors) = (0L, 0L);
        var told = new Told(progress =>
        {
            if (progress.EndsEpoch && progress.Epoch is 5 or MemoryEpochs)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                (last, lastTensors) = (Environment.WorkingSet / Mebibyte, torch.Tensor.TotalCount);
                (first, firstTensors) = progress.Epoch == 5 ? (last, lastTensors) : (first, firstTensors);
            }
        });
        using (TrainingRun.Run(
            recipe with { Training = recipe.Training with { Epochs = MemoryEpochs } }, Noise(32, 128, 387), null,
                new TrainingOptions { Threads = threads }, told))
        {
        }

        return new BenchmarkLine(
            $"cnn2d, memory from epoch 5 to {MemoryEpochs}", last - first, "MiB",
                Note: $"{first:0} to {last:0} MiB resident; {firstTensors} tensors, then {lastTensors}");
    }

    private static TrackSet Noise(int tracks, int rows, int frames)
    {
        var random = new Random(1);
        return new TrackSet(
            [.. Enumerable.Range(0, Classes).Select(i => $"genre {i}")],
            [.. Enumerable.Range(0, tracks).Select(i =>
            {
                var track = new FeatureMatrix(rows, frames);
                foreach (ref var value in track.Values.AsSpan())
                {
                    value = -80 * random.NextSingle();
                }

                return new LabelledTrack($"track {i}", i % Classes, track);
            })]);
    }

    private static void Write(string folder, Recipe recipe, TrackSet data, int frames)
    {
        var (rows, training) = (recipe.Features.Rows, recipe.Training);
        Npy.Write<float>(Path.Combine(folder, "tracks.npy"), data.Tracks.SelectMany(track => track.Features.Values).ToArray(),
            data.Tracks.Count, rows, frames);
        Npy.Write<float>(Path.Combine(folder, "labels.npy"), data.Tracks.Select(track => (float)track.Genre).ToArray(), data.Tracks.Count);
        File.WriteAllText(Path.Combine(folder, "case.json"), JsonSerializer.Serialize(
            new
            {
                Network = recipe.Classifier.Kind,
                Parameters = Parameters(recipe.Classifier),
                Rows = rows,
                Crop = recipe.Lengths.Crop ?? frames,
                Batch = training.BatchSize,
                training.LabelSmoothing,
                Clip = training.ClipGradientNorm,
                training.Augmentation,
            },
            JsonSerializerOptions.Web));
    }

    // What the peer's network needs, also where the recipe leaves the defaults.
    private static object Parameters(ClassifierSettings classifier) => classifier.Kind switch
    {
        "gru" => (classifier.Parameters?.Deserialize<GruSettings>(JsonSerializerOptions.Web) ?? new GruSettings()) switch { var gru =>
            new { gru.Units, gru.Dense, gru.Skip } },
        "cnn2d" => classifier.Parameters!.Value.Deserialize<Cnn2dSettings>(JsonSerializerOptions.Web)!,
        _ => new { },
    };

    // The first epoch warms up.
    private static double Median(List<double> values)
    {
        var measured = values.Skip(1).Order().ToList();
        return measured[measured.Count / 2];
    }

    private static string Machine(int threads) =>
        $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {threads} threads, .NET {Environment.Version}";

    private sealed class Told(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
