namespace NAudio.Wave.SampleProviders;

/// <summary>Decodes PCM or floating-point audio.</summary>
internal sealed class WaveToSampleProvider(IWaveProvider source) : ISampleProvider
{
    private readonly SampleDecoder decode = SampleDecoders.For(source.WaveFormat);
    private byte[] bytes = [];

    public WaveFormat WaveFormat { get; } =
        WaveFormat.CreateIeeeFloatWaveFormat(source.WaveFormat.SampleRate, source.WaveFormat.Channels);

    public int Read(float[] buffer, int offset, int count)
    {
        var bytesPerSample = source.WaveFormat.BitsPerSample / 8;
        if (bytes.Length < count * bytesPerSample)
        {
            bytes = new byte[count * bytesPerSample];
        }

        var samples = source.Read(bytes, 0, count * bytesPerSample) / bytesPerSample;
        decode(bytes.AsSpan(0, samples * bytesPerSample), buffer.AsSpan(offset, samples));
        return samples;
    }
}
