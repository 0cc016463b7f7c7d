using System.Text;

namespace MicroGenre.Testing;

/// <summary>Creates WAV files for tests.</summary>
public static class Wav
{
    /// <summary>Returns a 16-bit file with a sine on every channel.</summary>
    public static byte[] Sine(double seconds, double hertz = 440, int sampleRate = 22050, int channels = 1)
    {
        var samples = new float[(int)(seconds * sampleRate) * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)(0.5 * Math.Sin(2 * Math.PI * hertz * (i / channels) / sampleRate));
        }

        return Of(samples, sampleRate, channels);
    }

    /// <summary>Returns a 16-bit file with the given samples.</summary>
    /// <param name="samples">Samples from −1 to 1, channels interleaved.</param>
    /// <param name="sampleRate">Samples per second and channel, in Hz.</param>
    /// <param name="channels">Number of channels.</param>
    public static byte[] Of(ReadOnlySpan<float> samples, int sampleRate = 22050, int channels = 1)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.ASCII);
        writer.Write("RIFF"u8);
        writer.Write(36 + (samples.Length * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)channels);
        writer.Write(sampleRate);
        writer.Write(sampleRate * channels * 2);
        writer.Write((short)(channels * 2));
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples.Length * 2);
        foreach (var sample in samples)
        {
            writer.Write((short)Math.Round(Math.Clamp(sample, -1, 1) * 32767));
        }

        writer.Flush();
        return bytes.ToArray();
    }
}
