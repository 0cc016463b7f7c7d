namespace MicroGenre.Signal.Tests;

/// <summary>The made-up signals of <c>make_references.py</c>, made in the same way: exact in integers.</summary>
internal static class TestSignals
{
    private const int Rate = AudioFile.DefaultSampleRate;

    /// <summary>A signal by its name there, mono at 22,050 Hz.</summary>
    public static float[] Of(string name) => name switch
    {
        "one-sample" => [0.5f],
        "shorter-than-a-window" => Noise(2047),
        "silence" => new float[5000],
        "square" => Make(5000, n => n / 50 % 2 == 0 ? 1 : -1),
        "constant" => Make(5000, _ => 1),
        "noise" => Noise(6000),
        "chirp" => Chirp(9000),
        "chords" => Make(6 * Rate, Chord),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such signal."),
    };

    private static float[] Make(int length, Func<int, double> sample) => [.. Enumerable.Range(0, length).Select(n => (float)sample(n))];

    private static float[] Noise(int length)
    {
        var state = 1u;
        return Make(length, _ => ((state = (1664525 * state) + 1013904223) >> 8) / (double)(1 << 23) - 1);
    }

    private static float[] Chirp(int length)
    {
        var phase = 0;
        return Make(length, n =>
        {
            phase = (phase + 200 + (n / 4)) % Rate;
            return (Math.Abs((2 * phase) - Rate) / 11025.0) - 1;
        });
    }

    private static double Chord(int n)
    {
        var (beat, since) = Math.DivRem(n, 11025);
        var total = (beat % 2 == 0 ? [270, 340, 404] : (int[])[404, 510, 606]).Sum(hertz => (2 * ((long)n * hertz % Rate)) - Rate);
        return total / 3.0 / Rate * ((11025 - since) / 11025.0);
    }
}
