using System.Text;

namespace MicroGenre.Testing;

/// <summary>Writes WAV files byte by byte, independently of the code under test.</summary>
public static class WavFile
{
    /// <summary>Writes a sine tone as 16-bit mono.</summary>
    public static void WriteTone(string path, double seconds = 3, double frequency = 440, int sampleRate = 22050) =>
        File.WriteAllBytes(path, Bytes([.. Enumerable.Range(0, (int)(seconds * sampleRate))
            .Select(i => (short)(0.5 * short.MaxValue * Math.Sin(2 * Math.PI * frequency * i / sampleRate)))], sampleRate));

    /// <summary>Returns the bytes of a 16-bit file. Header fields may be given values that do not match the samples.</summary>
    public static byte[] Bytes(ReadOnlySpan<short> interleaved, int sampleRate = 22050, ushort channels = 1, uint? dataLength = null)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.ASCII);
        var length = dataLength ?? (uint)(interleaved.Length * sizeof(short));
        writer.Write("RIFF"u8);
        writer.Write(36 + length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((ushort)1);
        writer.Write(channels);
        writer.Write(sampleRate);
        writer.Write(sampleRate * channels * sizeof(short));
        writer.Write((ushort)(channels * sizeof(short)));
        writer.Write((ushort)16);
        writer.Write("data"u8);
        writer.Write(length);
        foreach (var sample in interleaved)
        {
            writer.Write(sample);
        }

        return stream.ToArray();
    }
}
