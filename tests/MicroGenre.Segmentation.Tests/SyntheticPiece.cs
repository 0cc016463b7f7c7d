namespace MicroGenre.Segmentation.Tests;

/// <summary>
/// Pieces of a known form: each letter is a section with a sound of its own, the same letter the same sound; white noise 20 dB below lies
/// over it all.
/// </summary>
internal sealed class SyntheticPiece(string form, int sectionSeconds, Func<int, Random, Func<int, double>> soundOf, int seed)
{
    public const int SampleRate = 22050;

    /// <summary>The form as labels, one for each one-second window.</summary>
    public int[] Labels { get; } = [.. form.SelectMany(letter => Enumerable.Repeat(letter - 'A', sectionSeconds))];

    public float[] Samples { get; } = Play(form, sectionSeconds, soundOf, new Random(seed));

    /// <summary>Autoregressive processes, each with two resonances of its own.</summary>
    public static SyntheticPiece OfResonances(string form, int sectionSeconds, int seed) => new(form, sectionSeconds, (part, random) =>
    {
        double[][] peaks = [[400, 2100], [900, 5200], [1700, 7800], [250, 3400], [1300, 6400]];
        var filter = peaks[part]
            .Aggregate(new[] { 1.0 }, (so, peak) => Convolve(so, [1, -2 * 0.97 * Math.Cos(2 * Math.PI * peak / SampleRate), 0.97 * 0.97]));
        var past = new double[filter.Length];
        return _ =>
        {
            var next = Gaussian(random);
            for (var k = 1; k < filter.Length; k++)
            {
                next -= filter[k] * past[k - 1];
            }

            Array.Copy(past, 0, past, 1, past.Length - 1);
            return past[0] = next;
        };
    }, seed);

    /// <summary>White, brown, blue and pink noise.</summary>
    public static SyntheticPiece OfNoiseColours(string form, int sectionSeconds, int seed) => new(form, sectionSeconds, (part, random) =>
    {
        var (slow, medium, before) = (0.0, 0.0, 0.0);
        return _ =>
        {
            var white = Gaussian(random);
            (slow, medium) = ((0.995 * slow) + (0.1 * white), (0.8 * medium) + (0.6 * white));
            var blue = white - before;
            before = white;
            return part switch { 0 => white, 1 => slow, 2 => blue, _ => slow + medium + (0.3 * white) };
        };
    }, seed);

    /// <summary>Instruments: each plays a scale again and again, with a spectrum of harmonics of its own.</summary>
    public static SyntheticPiece OfInstruments(string form, int sectionSeconds, int seed) => new(form, sectionSeconds, (part, _) =>
    {
        double[][] spectra = [[1, 0.1, 0.02], [1, 0, 0.6, 0, 0.5, 0, 0.4, 0, 0.3],
            [0.2, 0.4, 0.7, 1, 0.9, 0.7, 0.5, 0.4, 0.3, 0.2, 0.2, 0.1], [0.1, 0.1, 0.2, 1, 0.1, 0.9]];
        int[] scale = [0, 2, 4, 5, 7, 9, 11];
        var noteLength = SampleRate / 8;
        return n =>
        {
            var pitch = 220 * Math.Pow(2, scale[n / noteLength % scale.Length] / 12.0);
            var time = (double)(n % noteLength) / SampleRate;
            return Math.Exp(-6 * time) * spectra[part].Select((strength, i) => strength * Math.Sin(2 * Math.PI * pitch * (i + 1) * time))
                .Sum();
        };
    }, seed);

    private static float[] Play(string form, int sectionSeconds, Func<int, Random, Func<int, double>> soundOf, Random random)
    {
        var sections = form.Select(letter => Normalised(soundOf(letter - 'A', random), sectionSeconds * SampleRate));
        return [.. sections.SelectMany(section => section).Select(value => (float)(0.1 * (value + (0.1 * Gaussian(random)))))];
    }

    private static double[] Normalised(Func<int, double> sound, int length)
    {
        var samples = Enumerable.Range(0, length).Select(sound).ToArray();
        var level = Math.Sqrt(samples.Average(value => value * value));
        return Array.ConvertAll(samples, value => value / level);
    }

    private static double[] Convolve(double[] left, double[] right)
    {
        var product = new double[left.Length + right.Length - 1];
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                product[i + j] += left[i] * right[j];
            }
        }

        return product;
    }

    internal static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
