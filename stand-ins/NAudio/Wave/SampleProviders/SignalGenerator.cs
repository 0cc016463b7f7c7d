namespace NAudio.Wave.SampleProviders;

/// <summary>The shape of a generated signal.</summary>
public enum SignalGeneratorType
{
    White = 1,
    Sin = 3,
    Square = 4,
    Triangle = 5,
    SawTooth = 6,
}

/// <summary>An endless test signal, the same in every channel.</summary>
public class SignalGenerator(int sampleRate, int channel) : ISampleProvider
{
    private readonly Random random = new();
    private int position;

    public WaveFormat WaveFormat { get; } = WaveFormat.CreateIeeeFloatWaveFormat(sampleRate, channel);

    public SignalGeneratorType Type { get; set; } = SignalGeneratorType.Sin;

    /// <summary>In Hz.</summary>
    public double Frequency { get; set; } = 440;

    /// <summary>The greatest absolute value.</summary>
    public double Gain { get; set; } = 1;

    public int Read(float[] buffer, int offset, int count)
    {
        foreach (var frame in Enumerable.Range(0, count / WaveFormat.Channels))
        {
            var sample = (float)(Gain * NextShape());
            buffer.AsSpan(offset + (frame * WaveFormat.Channels), WaveFormat.Channels).Fill(sample);
        }

        return count;
    }

    private double NextShape()
    {
        if (Type == SignalGeneratorType.White)
        {
            return (2 * random.NextDouble()) - 1;
        }

        var sample = position++;
        // From 0 to 2 within each period.
        var phase = sample * 2 * Frequency / WaveFormat.SampleRate % 2;
        return Type switch
        {
            SignalGeneratorType.Sin => Math.Sin(sample * 2 * Math.PI * Frequency / WaveFormat.SampleRate),
            SignalGeneratorType.Square => phase >= 1 ? 1 : -1,
            SignalGeneratorType.Triangle => TriangleAt(2 * phase),
            _ => phase - 1,
        };
    }

    private static double TriangleAt(double rising) => rising > 1 ? Math.Max(2 - rising, rising - 4) : rising;
}
