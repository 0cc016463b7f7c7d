namespace MicroGenre.Testing;

/// <summary>Generated sounds that are not music: mono samples at 22,050 Hz.</summary>
public static class OddSounds
{
    /// <summary>The sample rate of the sounds, in Hz.</summary>
    public const int SampleRate = 22050;

    private static readonly Dictionary<string, Func<int, float[]>> Makers = new(StringComparer.Ordinal)
    {
        ["silence"] = length => new float[length],
        ["near silence"] = length => Make(length, t => 0.0003 * Math.Sin(2 * Math.PI * 300 * t)),
        ["constant offset"] = length => Make(length, _ => 0.3),
        ["noise of one LSB"] = length => WithNoise(length, (random, _) => random.Next(-1, 2) / 32767.0),
        ["one click"] = length => Make(length, t => Math.Abs(t - 1) < 2e-4 ? 0.9 : 0),
        ["clicks"] = length => WithNoise(length, (random, t) => t % 0.5 < 0.02 ? 0.5 * Uniform(random) : 0),
        ["white noise"] = length => WithNoise(length, (random, _) => 0.3 * Uniform(random)),
        ["pink noise"] = PinkNoise,
        ["sine"] = length => Make(length, t => 0.3 * Math.Sin(2 * Math.PI * 440 * t)),
        ["mains hum"] = length => Make(length, t => 0.2 * Enumerable.Range(1, 8).Sum(k => Math.Sin((2 * Math.PI * 50 * k * t) + k) / k)),
        ["hum and hiss"] = length => WithNoise(
            length, (random, t) => (0.2 * Enumerable.Range(1, 8).Sum(k => Math.Sin((2 * Math.PI * 60 * k * t) + k) / k))
                + (0.003 * Uniform(random))),
        ["alarm of two tones"] = length => Make(length, t => 0.4 * Math.Sin(2 * Math.PI * (t % 1 < 0.5 ? 770 : 960) * t)),
        ["beeping alarm"] = length =>
            Make(length, t => t % 1 < 0.5 && t % 0.125 < 0.06 ? 0.4 * Math.Sign(Math.Sin(2 * Math.PI * 2048 * t)) : 0),
        ["siren"] = length => Make(length, t => 0.4 * Math.Sin((2 * Math.PI * 900 * t) - (265 * Math.Cos(2 * Math.PI * 0.3 * t)))),
        ["speech"] = Speech,
    };

    /// <summary>Names of the sounds that have too little content to classify.</summary>
    public static IReadOnlyList<string> TooLittle { get; } =
        ["silence", "near silence", "constant offset", "noise of one LSB", "one click", "clicks"];

    /// <summary>Names of the audible sounds that are not music.</summary>
    public static IReadOnlyList<string> NoMusic { get; } = [.. Makers.Keys.Except(TooLittle, StringComparer.Ordinal)];

    /// <summary>Generates a sound. The same name gives the same samples.</summary>
    /// <param name="name">The sound's name.</param>
    /// <param name="seconds">Duration in seconds.</param>
    public static float[] Of(string name, double seconds = 20) => Makers[name]((int)(seconds * SampleRate));

    private static float[] Make(int length, Func<double, double> sample) =>
        [.. Enumerable.Range(0, length).Select(i => (float)sample((double)i / SampleRate))];

    private static float[] WithNoise(int length, Func<Random, double, double> sample)
    {
        var random = new Random(1);
        return Make(length, t => sample(random, t));
    }

    private static double Uniform(Random random) => (2 * random.NextDouble()) - 1;

    // Rows of noise, each updated half as often as the row before it (Voss and McCartney).
    private static float[] PinkNoise(int length)
    {
        var random = new Random(1);
        var rows = new double[12];
        return [.. Enumerable.Range(0, length).Select(i =>
        {
            rows[Math.Min(System.Numerics.BitOperations.TrailingZeroCount(i + 1), rows.Length - 1)] = Uniform(random);
            return (float)(0.1 * rows.Sum());
        })];
    }

    // A voice after Klatt: a falling pitch, vowels from three resonances, noisy consonants, and pauses between sentences.
    private static float[] Speech(int length)
    {
        double[][] vowels =
            [[730, 1090, 2440], [270, 2290, 3010], [300, 870, 2240], [530, 1840, 2480], [570, 840, 2410], [660, 1720, 2410]];
        var random = new Random(1);
        var samples = new float[length];
        var state = new double[3, 2];
        var (phase, at) = (0.0, 0);
        for (var syllable = 0; at < length; syllable++)
        {
            var vowel = vowels[random.Next(vowels.Length)];
            var (consonant, end) = (at + (int)(0.07 * SampleRate), at + (int)((0.14 + (0.12 * random.NextDouble())) * SampleRate));
            var pitch = 130 - (4 * (syllable % 9)) + (20 * random.NextDouble());
            for (var start = at; at < Math.Min(end, length); at++)
            {
                phase += pitch / SampleRate;
                var pulse = phase >= 1 ? 1.0 : 0;
                phase -= pulse;
                var source = at < consonant ? 0.02 * Uniform(random) : pulse;
                var sum = 0.0;
                for (var formant = 0; formant < vowel.Length; formant++)
                {
                    var radius = Math.Exp(-Math.PI * (80 + (30 * formant)) / SampleRate);
                    var next = source + (2 * radius * Math.Cos(2 * Math.PI * vowel[formant] / SampleRate) * state[formant, 0]) - (
                        radius * radius * state[formant, 1]);
                    (state[formant, 1], state[formant, 0]) = (state[formant, 0], next);
                    sum += next / (1 + formant);
                }

                var envelope = Math.Sin(Math.PI * Math.Min(1, (double)(at - start) / (end - start)));
                samples[at] = (float)Math.Clamp(0.08 * ((at < consonant ? Uniform(random) * 0.3 : 0) + (envelope * sum)), -1, 1);
            }

            at += syllable % 9 == 8 ? (int)(0.5 * SampleRate) : 0;
        }

        return samples;
    }
}
