using System.Diagnostics;
using MicroGenre.Learning;
using MicroGenre.Networks.Calm;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>
/// <c>bench calm-speed</c>: what an iteration of CALM spends on its clusters and on its network, on 10,000 samples of 64 values in 20
/// clusters.
/// </summary>
internal static class CalmSpeed
{
    private const int Count = 10_000;
    private const int Width = 64;
    private const int Clusters = 20;
    private const int Classes = 10;

    public static BenchmarkReport Run()
    {
        var random = new SeededRandom(1);
        var samples = new Samples(Count, Width, [.. Enumerable.Range(0, Count * Width).Select(_ => random.NextNormal())]);
        var centres = Enumerable.Range(0, Clusters).ToArray();
        var rule = new ClusterRule(samples.Select(centres), [.. Enumerable.Range(0, Width).Select(_ => random.NextDouble())]);
        var options = new FitOptions(Threads: Environment.ProcessorCount);
        var oneThread = new FitOptions();
        var assignment = rule.Assign(samples, options);
        var choice = new CentreChoice(samples, new CalmLearner().Trees, new CalmLearner().ForestSamples, options);
        var labelled = new LabelledSamples(samples, [.. Enumerable.Range(0, Count).Select(i => i % Classes)]);
        return new BenchmarkReport("calm-speed", $"{Environment.ProcessorCount} cores", DateTimeOffset.UtcNow,
        [
            Line("distances and assignment", 30, () => rule.Assign(samples, options)),
            Line("distances and assignment, one thread", 30, () => rule.Assign(samples, oneThread)),
            Line("all distances, kept", 30, () => rule.Distances(samples, options)),
            Line("intra-cluster variance", 30, () => ClusterVariance.Of(samples, assignment, Clusters)),
            Line("random forests and centres", 20, () => choice.Choose(assignment, centres, rule)),
            Line("an iteration's clustering, all of it", 20, () =>
            {
                var fresh = new ClusterRule(samples.Select(choice.Choose(rule.Assign(samples, options), centres, rule)), rule.Importance);
                fresh.Assign(samples, options);
            }),
            Line("an epoch of the network", 1, () => new CalmLearner { Clusters = 0, Epochs = 1 }.FitCalm(labelled, Classes, options)),
        ]);
    }

    // The quickest run, as whatever else the machine does only ever adds.
    private static BenchmarkLine Line(string operation, int runs, Action action)
    {
        action();
        var (wall, processor) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var run = 0; run < runs; run++)
        {
            var (clock, before) = (Stopwatch.StartNew(), ProcessorTime.Milliseconds);
            action();
            (wall, processor) = (Math.Min(wall, clock.Elapsed.TotalMilliseconds), Math.Min(processor, ProcessorTime.Milliseconds - before));
        }

        return new BenchmarkLine(operation, wall, "ms", Note: $"{processor:0.0} ms of processor time");
    }
}
