using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Explanations;

/// <summary>What an explained answer of the shipped model costs beside a plain one: from the file's bytes to the answer.</summary>
internal static class ExplanationCost
{
    public static BenchmarkTable Measure(int rounds)
    {
        using var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        byte[][] files =
        [
            .. Directory.EnumerateFiles(SharedData.PathOf("data", "gtzan-audio"), "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal).Select(File.ReadAllBytes),
        ];
        var (plain, explained) = (new double[rounds], new double[rounds]);
        foreach (var file in files)
        {
            model.Explain(Hear(file));
        }

        for (var round = 0; round < rounds; round++)
        {
            plain[round] = Time(file => model.Answer(Hear(file)));
            explained[round] = Time(file => model.Explain(Hear(file)));
        }

        return new BenchmarkTable(
            $"Processor time for a 30 s track from its file to its answer, least of {rounds} rounds of {files.Length} files",
            ["plain, ms", "explained, ms", "ratio"],
            [[$"{plain.Min():0.0}", $"{explained.Min():0.0}", $"{explained.Min() / plain.Min():0.00}"]]);

        FeatureMatrix Hear(byte[] file) =>
            Feature.Compute(AudioFile.Read(new MemoryStream(file), AudioFile.DefaultSampleRate).Samples, model.Card.Recipe.Features);

        double Time(Action<byte[]> work)
        {
            var before = ProcessorTime.Milliseconds;
            Array.ForEach(files, work);
            return (ProcessorTime.Milliseconds - before) / files.Length;
        }
    }
}
