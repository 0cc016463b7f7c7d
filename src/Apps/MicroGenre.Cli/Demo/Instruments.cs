namespace MicroGenre.Cli.Demo;

/// <summary>Simple instruments by additive and subtractive synthesis. Each method adds one note to a piece.</summary>
internal sealed class Instruments(int sampleRate, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A rough piano: decaying partials, higher ones faster.</summary>
    public void Piano(Span<float> piece, double start, double frequency, double length, double gain) => Add(piece, start, length, time =>
    {
        var sum = 0.0;
        for (var partial = 1; partial <= 8; partial++)
        {
            sum += Math.Sin(2 * Math.PI * partial * frequency * time) * Math.Exp(-time * (1.2 + (0.7 * partial))) / (partial * partial);
        }

        return gain * sum * Math.Min(1, time / 0.004);
    });

    /// <summary>A plucked low string.</summary>
    public void Bass(Span<float> piece, double start, double frequency, double length, double gain) => Add(piece, start, length, time =>
        gain * Math.Exp(-2.5 * time) * Math.Min(1, time / 0.006)
            * (Math.Sin(2 * Math.PI * frequency * time) + (0.4 * Math.Sin(4 * Math.PI * frequency * time))
                + (0.15 * Math.Sin(6 * Math.PI * frequency * time))));

    /// <summary>A sustained chord of sawtooth-like voices: strings or horns.</summary>
    public void Section(Span<float> piece, double start, ReadOnlySpan<double> frequencies, double length, double gain)
    {
        foreach (var frequency in frequencies)
        {
            Add(piece, start, length, time =>
            {
                var sum = 0.0;
                for (var partial = 1; partial <= 12; partial++)
                {
                    sum += Math.Sin((2 * Math.PI * partial * frequency * time) + (0.3 * Math.Sin(2 * Math.PI * 5 * time))) / partial;
                }

                return gain * sum * Math.Min(1, time / 0.05) * Math.Min(1, (length - time) / 0.05);
            });
        }
    }

    /// <summary>A power chord through an overdriven amplifier.</summary>
    public void DistortedGuitar(Span<float> piece, double start, double frequency, double length, double gain) =>
        Add(piece, start, length, time =>
    {
        var clean = Saw(frequency, time) + Saw(1.5 * frequency, time) + Saw(2 * frequency * 1.003, time);
        return gain * Math.Tanh(6 * clean) * Math.Min(1, (length - time) / 0.01);
    });

    /// <summary>A bass drum: a falling sine.</summary>
    public void Kick(Span<float> piece, double start, double gain) => Add(piece, start, 0.3, time =>
        gain * Math.Exp(-12 * time) * Math.Sin(2 * Math.PI * ((50 * time) + (6 * (1 - Math.Exp(-30 * time))))));

    /// <summary>A snare drum: a short tone under noise.</summary>
    public void Snare(Span<float> piece, double start, double gain) => Add(piece, start, 0.2, time =>
        gain * Math.Exp(-18 * time) * ((0.5 * Math.Sin(2 * Math.PI * 185 * time)) + Noise()));

    /// <summary>A cymbal: noise without its low frequencies.</summary>
    /// <param name="piece">The piece to add to.</param>
    /// <param name="start">The start, in seconds.</param>
    /// <param name="decay">The decay rate, per second: 60 for a closed hi-hat, 5 for a ride.</param>
    /// <param name="gain">The amplitude.</param>
    public void Cymbal(Span<float> piece, double start, double decay, double gain)
    {
        var (before, last) = (0.0, 0.0);
        Add(piece, start, Math.Min(1, 6 / decay), time =>
        {
            var now = Noise();
            var bright = now - (2 * last) + before;
            (before, last) = (last, now);
            return gain * 0.25 * bright * Math.Exp(-decay * time);
        });
    }

    private static double Saw(double frequency, double time) => (2 * ((frequency * time) % 1)) - 1;

    private double Noise() => (2 * _random.NextDouble()) - 1;

    private void Add(Span<float> piece, double start, double length, Func<double, double> sample)
    {
        var first = (int)(start * sampleRate);
        var count = Math.Min((int)(length * sampleRate), piece.Length - first);
        for (var i = 0; i < count; i++)
        {
            piece[first + i] += (float)sample((double)i / sampleRate);
        }
    }
}
