using System.Reflection;
using System.Security.Cryptography;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Extractors.Tests;

/// <summary>ResNet-18, which has learnt from photographs, as an extractor: what it sees in spectrograms tells sounds apart.</summary>
public sealed class ResNet18Tests
{
    private const int Side = 224;
    private static readonly string Path = typeof(ResNet18Tests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ResNet18").Value!;

    static ResNet18Tests() => OnnxExtractors.Register();

    [Fact]
    public void A_picture_network_gives_a_vector_for_each_window()
    {
        var vectors = Feature.Compute(Tone(440, seconds: 12), Settings());

        Assert.Equal((512, 2), (vectors.Rows, vectors.Frames));
        Assert.All(vectors.Values, value => Assert.InRange(value, 0, 1000));
        Assert.True(vectors.Values.Distinct().Count() > 100);
    }

    [Fact]
    public void A_recipe_learns_from_its_vectors()
    {
        var recipe = Recipe.FromJson($$"""
            { "name": "pictures", "features": {{Settings().CanonicalJson()}},
              "input": { "vector": { "kind": "statistics" } },
              "classifier": { "kind": "linear-discriminant", "parameters": { "shrinkage": 0.5 } } }
            """);
        var tracks = new TrackSet(["noise", "tone"], [.. Enumerable.Range(0, 6).Select(i => new LabelledTrack(
            $"{i}", i % 2, Feature.Compute(i % 2 == 0 ? Noise(i, seconds: 6) : Tone(300 + (100 * i), seconds: 6), recipe.Features)))]);

        using var trained = TrainingRun.Run(recipe, tracks, tracks);

        var tone = trained.Classify([Feature.Compute(Tone(750, seconds: 6), recipe.Features)])[0];
        var noise = trained.Classify([Feature.Compute(Noise(99, seconds: 6), recipe.Features)])[0];
        Assert.True(tone[1] > 0.5 && noise[0] > 0.5, $"{tone[1]}, {noise[0]}");
    }

    // A picture of 224 by 224: levels from -80 to 0 dB, about as far from 0 as colours that the network has learnt from.
    private static OnnxSettings Settings()
    {
        const int hop = 512;
        return new OnnxSettings
        {
            File = Path,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path))),
            Values = 512,
            SampleRate = 22050,
            WindowLength = (Side - 1) * hop,
            HopLength = (Side - 1) * hop,
            Channels = 3,
            Scale = 0.05,
            Offset = 2,
            Mel = new LogMelSettings { MelBands = Side, HopLength = hop, WindowLength = 4096 },
            Licence = "MIT",
        };
    }

    private static float[] Tone(double frequency, int seconds) =>
        [.. Enumerable.Range(0, 22050 * seconds).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * frequency * i / 22050)))];

    private static float[] Noise(int seed, int seconds)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 22050 * seconds).Select(_ => random.NextSingle() - 0.5f)];
    }
}
