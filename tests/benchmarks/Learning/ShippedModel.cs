using MicroGenre.Learning;
using MicroGenre.Networks.Training;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Learning;

/// <summary>What the model that comes along costs for a track of 30 s, on one thread.</summary>
internal static class ShippedModel
{
    // Code that is run often is compiled anew a few times, each time for more speed.
    private const int Repetitions = 300;
    private const int Seconds = 30;

    public static IEnumerable<BenchmarkLine> Lines()
    {
        using var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        var settings = model.Card.Recipe.Features;
        var random = new Random(1);
        var samples = new float[settings.SampleRate * Seconds];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)((0.4 * Math.Sin(i * (0.05 + (i / 1000 % 50 * 0.01)))) + (0.1 * random.NextDouble()));
        }

        using var oneThread = new OneThread();
        var track = Feature.Compute(samples, settings);
        yield return new BenchmarkLine(
            $"{model.Card.Name}/{model.Card.Version}, spectrogram of 30 s", Least(() => Feature.Compute(samples, settings)), "ms");
        yield return new BenchmarkLine($"{model.Card.Name}/{model.Card.Version}, its genre", Least(() => model.Classify(track)), "ms");
    }

    private static double Least(Action action) => Enumerable.Range(0, Repetitions).Min(_ =>
    {
        var start = ProcessorTime.Milliseconds;
        action();
        return ProcessorTime.Milliseconds - start;
    });
}
