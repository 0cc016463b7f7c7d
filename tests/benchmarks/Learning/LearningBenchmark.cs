using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Learning;

/// <summary>
/// Every classical learner against scikit-learn, on the same vectors, in turn in one run, each on one thread and in processor time.
/// </summary>
internal static class LearningBenchmark
{
    private const int Rounds = 4;
    private const int Seeds = 5;
    private const int TrackSeeds = 20;
    private const int Folds = 10;
    private const int MostMinkowskiValues = 100_000;
    private static readonly string[] DataSets = ["600x20", "3000x40", "6000x100", "digits"];

    // Learners with the settings that their peers have; those that draw random numbers are measured with several seeds where accuracy
    // counts.
    private static readonly (string Name, ILearner Learner, bool IsRandom)[] Learners =
    [
        ("nearest-neighbors", new NearestNeighbors(), false),
        ("nearest-neighbors-cosine", new NearestNeighbors { Metric = Metric.Cosine }, false),
        ("nearest-neighbors-minkowski", new NearestNeighbors { Metric = Metric.Minkowski }, false),
        ("softmax-regression", new SoftmaxRegression(), false),
        ("linear-svm", new LinearSvm(), false),
        ("rbf-svm", new KernelSvm(), false),
        ("decision-tree", new DecisionTree(), true),
        ("random-forest", new RandomForest(), true),
        ("gaussian-naive-bayes", new GaussianNaiveBayes(), false),
        ("linear-discriminant", new LinearDiscriminant { Shrinkage = 0.5 }, false),
        ("multilayer-perceptron", new MultilayerPerceptron { Epochs = 50, Patience = 50, Tolerance = 0 }, true),
    ];

    /// <summary>Runs it.</summary>
    /// <param name="only">Part of a learner's name; empty for all learners.</param>
    public static BenchmarkReport Run(string only)
    {
        var folder = Directory.CreateTempSubdirectory("microgenre-bench-");
        try
        {
            using var peer = PythonPeer.Start("learning_peer.py", folder.FullName);
            if (!peer.Versions.TryGetValue("scikit-learn", out var version))
            {
                throw new InvalidOperationException(
                    "scikit-learn, which makes the data, is not installed: apt-get install python3-sklearn");
            }

            var lines = Speed(folder.FullName, peer, only).Concat(Tracks(folder.FullName, peer, only))
                .Select(line => line with { PeerName = $"scikit-learn {version}" });
            return new BenchmarkReport("learning", BenchmarkReport.ThisMachine, DateTimeOffset.UtcNow, [.. lines, .. ShippedModel.Lines()]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<BenchmarkLine> Speed(string folder, PythonPeer peer, string only)
    {
        foreach (var name in DataSets)
        {
            var data = LearningData.Read(folder, name);
            foreach (var (learner, made, isRandom) in Learners.Where(entry => entry.Name.Contains(only, StringComparison.Ordinal)))
            {
                // The peer would take minutes.
                if (made is NearestNeighbors { Metric: Metric.Minkowski } && data.Train.Values.Length > MostMinkowskiValues)
                {
                    continue;
                }

                IPredictor? predictor = null;
                var (ours, theirs) = InTurn(
                    () => predictor = made.Fit(data.Train, data.TrainLabels, data.Classes, new FitOptions()), () =>
                        predictor!.Predict(data.Test), peer, name, learner);
                yield return new BenchmarkLine($"{learner} fit, {name}", ours.Fit, "ms", theirs.Fit);
                yield return new BenchmarkLine($"{learner} predict, {name}", ours.Predict, "ms", theirs.Predict);
                var seeds = Enumerable.Range(1, isRandom ? Seeds : 1).ToList();
                yield return new BenchmarkLine(
                    $"{learner} accuracy, {name}",
                    100 * seeds.Average(seed =>
                        made.Fit(data.Train, data.TrainLabels, data.Classes, new FitOptions(seed)).Accuracy(data.Test, data.TestLabels)),
                    "%",
                    100 * seeds.Average(seed => double.Parse(peer.Ask($"accuracy {name} {learner} {seed}"), CultureInfo.InvariantCulture)),
                    Note: isRandom ? $"mean of {Seeds} seeds" : null);
            }

            foreach (var line in Preparation(data, name, peer).Where(line => line.Operation.Contains(only, StringComparison.Ordinal)))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<BenchmarkLine> Preparation(LearningData data, string name, PythonPeer peer)
    {
        Standardizer? standardizer = null;
        PrincipalComponents? components = null;
        var scaled = InTurn(
            () => standardizer = Standardizer.Fit(data.Train), () =>
                standardizer!.Apply(new Samples(data.Test.Count, data.Test.Width, [.. data.Test.Values])), peer, name, "standardizer");
        var projected = InTurn(() => components = PrincipalComponents.Fit(data.Train, 10), () =>
            components!.Apply(data.Test), peer, name, "principal-components");
        foreach (var (operation, (ours, theirs)) in new[] { ("standardizer", scaled), ("principal-components", projected) })
        {
            yield return new BenchmarkLine($"{operation} fit, {name}", ours.Fit, "ms", theirs.Fit);
            yield return new BenchmarkLine($"{operation} apply, {name}", ours.Predict, "ms", theirs.Predict);
        }
    }

    private static (Times Ours, Times Theirs) InTurn(Action fit, Action predict, PythonPeer peer, string data, string learner)
    {
        var (ours, theirs) = (Times.None, Times.None);
        Warm(fit);
        Warm(predict);
        for (var round = 0; round < Rounds; round++)
        {
            // Short work is repeated more often.
            var (fits, predictions) = round == 0 ? (1, 1)
                : (Repetitions(Math.Max(ours.Fit, theirs.Fit)), Repetitions(Math.Max(ours.Predict, theirs.Predict)));
            ours = ours.Least(new Times(Least(fit, fits), Least(predict, predictions)));
            theirs = theirs.Least(
                JsonSerializer.Deserialize<Times>(peer.Ask($"measure {data} {learner} {fits} {predictions}"), JsonSerializerOptions.Web)!);
        }

        return (ours, theirs);
    }

    // Until the compiler has seen what is worth its time.
    private static void Warm(Action action)
    {
        const int calls = 40;
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < calls && clock.ElapsedMilliseconds < 1000; i++)
        {
            action();
        }

        Thread.Sleep(TimeSpan.FromMilliseconds(200));
        action();
    }

    private static int Repetitions(double milliseconds) => (int)Math.Clamp(300 / milliseconds, 1, 200);

    private static double Least(Action action, int repetitions)
    {
        var least = double.PositiveInfinity;
        for (var i = 0; i < repetitions; i++)
        {
            var start = ProcessorTime.Milliseconds;
            action();
            least = Math.Min(least, ProcessorTime.Milliseconds - start);
        }

        return least;
    }

    /// <summary>
    /// Real music: how many of the shared tracks are told right by their MFCC, each track by learners that did not hear it.
    /// </summary>
    private static IEnumerable<BenchmarkLine> Tracks(string folder, PythonPeer peer, string only)
    {
        if (SharedData.Root is null)
        {
            yield break;
        }

        var tracks = AudioLoader.Load(
            GenreFolders.Open(SharedData.PathOf("data", "gtzan-audio")), new MfccSettings { Coefficients = 20 }).Tracks;
        var vectors = new TrackVectors(VectorKind.Statistics, int.MaxValue);
        var samples = Samples.Of([.. tracks.Tracks.Select(track => vectors.From(track.Features)[0])]);
        var labels = tracks.Tracks.Select(track => track.Genre).ToArray();
        var folds = StratifiedFolds.Deal(labels, Folds, seed: 1);
        Npy.Write<double>(Path.Combine(folder, "tracks-x.npy"), samples.Values, samples.Count, samples.Width);
        Npy.Write<double>(Path.Combine(folder, "tracks-y.npy"), Array.ConvertAll(labels, label => (double)label), labels.Length);
        Npy.Write<double>(Path.Combine(folder, "tracks-folds.npy"),
            [.. labels.Select((_, i) => (double)folds.Index().First(fold => fold.Item.Contains(i)).Index)], labels.Length);
        foreach (var (learner, made, isRandom) in Learners.Where(entry => entry.Name.Contains(only, StringComparison.Ordinal)))
        {
            var seeds = Enumerable.Range(1, isRandom ? TrackSeeds : 1).ToList();
            var ours = seeds.Average(seed => RightInFolds(made, samples, labels, folds, seed));
            var theirs = seeds.Average(seed => int.Parse(peer.Ask($"folds {learner} {seed}"), CultureInfo.InvariantCulture));
            yield return new BenchmarkLine(
                $"{learner} accuracy, {labels.Length} tracks of music", 100 * ours / labels.Length, "%", 100 * theirs / labels.Length,
                Note: isRandom ? $"{Folds} folds, mean of {TrackSeeds} seeds" : $"{Folds} folds");
        }
    }

    private static int RightInFolds(ILearner learner, Samples samples, int[] labels, IReadOnlyList<IReadOnlyList<int>> folds, int seed)
    {
        var right = 0;
        foreach (var fold in folds)
        {
            var others = Enumerable.Range(0, samples.Count).Except(fold).ToArray();
            var (train, test) = (samples.Select(others), samples.Select(fold));
            var standardizer = Standardizer.Fit(train);
            standardizer.Apply(train);
            standardizer.Apply(test);
            var predictor = learner.Fit(train, Array.ConvertAll(others, i => labels[i]), labels.Max() + 1, new FitOptions(seed));
            right += (int)Math.Round(predictor.Accuracy(test, [.. fold.Select(i => labels[i])]) * fold.Count);
        }

        return right;
    }

    /// <summary>Milliseconds.</summary>
    private sealed record Times(double Fit, double Predict)
    {
        public static Times None { get; } = new(double.PositiveInfinity, double.PositiveInfinity);

        public Times Least(Times other) => new(Math.Min(Fit, other.Fit), Math.Min(Predict, other.Predict));
    }
}
