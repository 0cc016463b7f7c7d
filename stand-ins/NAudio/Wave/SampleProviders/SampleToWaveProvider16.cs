using System.Buffers.Binary;

namespace NAudio.Wave.SampleProviders;

/// <summary>Encodes samples as 16-bit PCM; those outside −1…1 are clipped.</summary>
public class SampleToWaveProvider16(ISampleProvider sourceProvider) : IWaveProvider
{
    private float[] samples = [];

    public WaveFormat WaveFormat { get; } = new(sourceProvider.WaveFormat.SampleRate, sourceProvider.WaveFormat.Channels);

    public int Read(byte[] buffer, int offset, int count)
    {
        if (samples.Length < count / 2)
        {
            samples = new float[count / 2];
        }

        var read = sourceProvider.Read(samples, 0, count / 2);
        for (var i = 0; i < read; i++)
        {
            var sample = (short)(Math.Clamp(samples[i], -1f, 1f) * short.MaxValue);
            BinaryPrimitives.WriteInt16LittleEndian(buffer.AsSpan(offset + (2 * i)), sample);
        }

        return read * 2;
    }
}
