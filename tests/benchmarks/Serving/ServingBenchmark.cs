using System.Text.Json;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>
/// <c>bench serving</c>: what the Inference service adds to its models, and what batching brings. Services run on one core, the client that
/// asks them on another.
/// </summary>
internal static class ServingBenchmark
{
    private const int ServerCore = 0;
    private const int ClientCore = 1;
    private const int Callers = 32;
    private const int Rounds = 3;

    /// <summary>Runs all of it.</summary>
    /// <param name="seconds">How long each measurement goes on.</param>
    public static async Task<BenchmarkReport> RunAsync(double seconds)
    {
        using var folder = new TemporaryFolder();
        var models = ModelsIn(folder);
        List<BenchmarkLine> lines =
            [.. await BatchingAsync(models, seconds), await EmptyAsync(models, seconds), .. await CachedAsync(folder, models, seconds)];
        return ReportOf(lines);
    }

    /// <summary>Runs what concerns tracks whose features are cached.</summary>
    /// <param name="seconds">How long each measurement goes on.</param>
    public static async Task<BenchmarkReport> RunCachedAsync(double seconds)
    {
        using var folder = new TemporaryFolder();
        return ReportOf(await CachedAsync(folder, ModelsIn(folder), seconds));
    }

    private static BenchmarkReport ReportOf(IReadOnlyList<BenchmarkLine> lines) =>
        new("serving", $"{Environment.ProcessorCount} cores, server and client on one each", DateTimeOffset.UtcNow, lines);

    /// <summary>A repository with the shipped models, a recurrent network, and two that compute next to nothing.</summary>
    public static string ModelsIn(TemporaryFolder folder)
    {
        foreach (var version in Directory.GetDirectories(Repository.PathOf("models", "gtzan")))
        {
            var copy = Directory.CreateDirectory(folder[$"models/gtzan/{Path.GetFileName(version)}"]).FullName;
            foreach (var file in Directory.GetFiles(version))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
        }

        // How long networks take does not depend on how much they have learnt.
        var random = new Random(1);
        var recurrent = RecipeCatalog.Find("gru-mfcc");
        Save("recurrent", recurrent with { Training = recurrent.Training with { Epochs = 1 } }, i => Noise(128, 646));
        Save("statistics", Recipe.FromJson("""
            {
              "name": "statistics", "features": { "feature": "log-mel", "hopLength": 1711 }, "input": { "vector": { "kind": "statistics" } },
              "classifier": { "kind": "gaussian-naive-bayes" }
            }
            """), i => Noise(128, 387));
        Save("empty", Recipe.FromJson("""
            { "name": "empty", "features": { "feature": "rms" }, "input": { "vector": { "kind": "statistics" } }, "classifier": { "kind": "gaussian-naive-bayes" } }
            """), i => new FeatureMatrix(1, 1, [i]));
        return folder["models"];

        void Save(string name, Recipe recipe, Func<int, FeatureMatrix> features)
        {
            var tracks = Enumerable.Range(0, 4).Select(i => new LabelledTrack($"{i}", i % 2, features(i)));
            using var model = TrainingRun.Run(recipe, new TrackSet(["a", "b"], [.. tracks]));
            new ModelRepository(folder["models"]).Save(name, model);
        }

        FeatureMatrix Noise(int rows, int frames) =>
            new(rows, frames, [.. Enumerable.Range(0, rows * frames).Select(_ => -80 * random.NextSingle())]);
    }

    /// <summary>Writes 30 s of something that sounds, as GTZAN's tracks are: 22,050 Hz, mono, 16 bits.</summary>
    /// <returns>The file's name in the folder.</returns>
    public static string WriteTrack(string folder, string name = "track.wav")
    {
        Directory.CreateDirectory(folder);
        WaveFileWriter.CreateWaveFile16(
            Path.Combine(folder, name),
                new SignalGenerator(22050, 1) { Type = SignalGeneratorType.White, Gain = 0.3 }.Take(TimeSpan.FromSeconds(30)));
        return name;
    }

    private static async Task<LoadResult> AskAsync(ServiceProcess service, int callers, double seconds, params string[] what)
    {
        await using var client = new PinnedProcess(
            ClientCore, [.. PinnedProcess.Program("MicroGenre.Benchmarks"), "serving-client", "--address", service.Address, "--callers",
                $"{callers}", "--seconds", $"{seconds}", .. what]);
        return JsonSerializer.Deserialize<LoadResult>(await client.OutputAsync())!;
    }

    private static Task<ServiceProcess> InferenceAsync(string models, params (string, string)[] settings) =>
        ServiceProcess.StartAsync("MicroGenre.Inference", ServerCore, [("MICROGENRE_MODELS", models), .. settings]);

    private static async Task<List<BenchmarkLine>> BatchingAsync(string models, double seconds)
    {
        await using var batched = await InferenceAsync(models);
        await using var unbatched = await InferenceAsync(models, ("Inference:LargestBatch", "1"));
        var lines = new List<BenchmarkLine>();
        foreach (var (model, shape, about) in new[]
        {
            ("gtzan", "1x128x387", "the shipped model"), ("recurrent", "1x128x646", "a recurrent network (gru-mfcc)"),
                ("empty", "1x1x1", "a model that computes nothing"),
        })
        {
            string[] what = ["--model", model, "--shape", shape];
            var (with, without) = (new List<Measured>(), new List<Measured>());
            for (var round = 0; round < Rounds; round++)
            {
                // In turn, so that what else the machine does meets both.
                with.Add(await MeasureAsync(batched, seconds, what));
                without.Add(await MeasureAsync(unbatched, seconds, what));
            }

            lines.Add(
                new BenchmarkLine($"{about}, {Callers} callers: answers per second", Median(with, run => run.Load.Throughput), "1/s",
                    Median(without, run => run.Load.Throughput), "without batches"));
            lines.Add(
                new BenchmarkLine($"{about}, {Callers} callers: 95 % answered within", Median(with, run => run.Load.P95), "ms",
                    Median(without, run => run.Load.P95), "without batches"));
            lines.Add(
                new BenchmarkLine($"{about}, {Callers} callers: processor time per answer", Median(with, run => run.ProcessorMilliseconds),
                    "ms", Median(without, run => run.ProcessorMilliseconds), "without batches", "of the service"));
        }

        return lines;
    }

    private static async Task<Measured> MeasureAsync(ServiceProcess service, double seconds, string[] what)
    {
        var before = service.Process.ProcessorSeconds;
        var load = await AskAsync(service, Callers, seconds, what);
        RequireAnswers(load);

        return new Measured(load, (service.Process.ProcessorSeconds - before) * 1000 / load.Asked);
    }

    private static async Task<BenchmarkLine> EmptyAsync(string models, double seconds)
    {
        await using var service = await InferenceAsync(models);
        var load = await AskAsync(service, 1, seconds, "--model", "empty", "--shape", "1x1x1");
        var call = await AskAsync(service, 1, seconds);
        RequireAnswers(load);
        RequireAnswers(call);
        return new BenchmarkLine(
            "a model that computes nothing, 1 caller: half answered within", load.P50, "ms", call.P50, "a call that no model answers",
            $"the aim is 0.5 ms; 95 % within {load.P95:0.000} ms");
    }

    private static async Task<List<BenchmarkLine>> CachedAsync(TemporaryFolder folder, string models, double seconds)
    {
        var track = WriteTrack(folder["data"]);
        var port = Ports.Free();
        await using var redis = new PinnedProcess(ServerCore, ["redis-server", "--port", $"{port}", "--save", "", "--bind", "127.0.0.1"]);
        await using var features = await ServiceProcess.StartAsync(
            "MicroGenre.FeatureExtraction", ServerCore, ("MICROGENRE_DATA", folder["data"]),
                ("ConnectionStrings:cache", $"127.0.0.1:{port}"));
        await using var service = await InferenceAsync(
            models, ("MICROGENRE_DATA", folder["data"]), ("services:feature-extraction:grpc:0", features.Address));
        var lines = new List<BenchmarkLine>();
        foreach (var (model, option, about) in new[]
        {
            ("gtzan", "--path", "track of 30 s, the shipped model"),
                ("statistics", "--path", "track of 30 s, a model that computes next to nothing"),
            ("gtzan", "--upload", "upload of 30 s, the shipped model"),
                ("statistics", "--upload", "upload of 30 s, a model that computes next to nothing"),
        })
        {
            var before = Used();
            var load = await AskAsync(
                service, 1, seconds, "--model", model, option, option == "--upload" ? Path.Combine(folder["data"], track) : track);
            RequireAnswers(load);
            lines.Add(new BenchmarkLine(
                $"a cached {about}, 1 caller: half answered within", load.P50, "ms",
                    Note: $"{load.OverheadP50:0.00} ms without the model's own time; the aim is 5 ms"));
            lines.Add(
                new BenchmarkLine($"… processor time per answer", (Used() - before) * 1000 / load.Asked, "ms",
                    Note: "of Inference, FeatureExtraction and Redis together"));
        }

        return lines;

        double Used() => redis.ProcessorSeconds + features.Process.ProcessorSeconds + service.Process.ProcessorSeconds;
    }

    private static void RequireAnswers(LoadResult load)
    {
        if (load.Failures.Count > 0 || load.Answered == 0)
        {
            throw new InvalidOperationException(
                $"The service refused what it should have answered: {string.Join("; ", load.Failures.Keys)}");
        }
    }

    private static double Median(List<Measured> runs, Func<Measured, double> figure) =>
        runs.Select(figure).Order().ElementAt(runs.Count / 2);

    private sealed record Measured(LoadResult Load, double ProcessorMilliseconds);
}
