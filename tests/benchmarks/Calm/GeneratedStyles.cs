using MicroGenre.Learning;
using MicroGenre.Networks.Calm;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>
/// Generated genres that are made of styles: each style is a normal cloud around a centre of its own, and each genre is the union of its
/// styles. Centres are drawn from the standard normal distribution.
/// </summary>
/// <param name="Genres">Number of genres.</param>
/// <param name="StylesPerGenre">Clouds of each genre; with 1 a genre is one blob.</param>
/// <param name="Width">Values of a sample.</param>
/// <param name="Noise">Deviation of a cloud.</param>
internal sealed record GeneratedStyles(int Genres, int StylesPerGenre, int Width, double Noise)
{
    /// <summary>Draws as many samples of every genre, its styles in turn.</summary>
    /// <param name="samplesPerGenre">Samples of each genre.</param>
    /// <param name="seed">Decides centres and samples.</param>
    /// <param name="part">Other samples around the same centres: 0 for training, 1 for testing.</param>
    public LabelledSamples Draw(int samplesPerGenre, int seed, int part)
    {
        var random = new SeededRandom(seed);
        var centres = Enumerable.Range(0, Genres * StylesPerGenre).Select(_ => Normal(random, 1)).ToArray();
        random = new SeededRandom(seed, part + 1);
        var (rows, labels) = (new List<double[]>(), new List<int>());
        for (var i = 0; i < samplesPerGenre * Genres; i++)
        {
            var (genre, style) = (i % Genres, i / Genres % StylesPerGenre);
            var centre = centres[(style * Genres) + genre];
            rows.Add([.. Normal(random, Noise).Zip(centre, (noise, middle) => middle + noise)]);
            labels.Add(genre);
        }

        return new LabelledSamples(Samples.Of(rows), labels);
    }

    private double[] Normal(SeededRandom random, double deviation)
    {
        var values = new double[Width];
        foreach (ref var value in values.AsSpan())
        {
            value = deviation * random.NextNormal();
        }

        return values;
    }
}
