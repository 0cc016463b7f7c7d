namespace NAudio.Wave.SampleProviders;

/// <summary>Plays only the beginning of a source.</summary>
public class OffsetSampleProvider(ISampleProvider sourceProvider) : ISampleProvider
{
    private int takeSamples;
    private int taken;

    /// <summary>How much of the source to play; zero plays all of it.</summary>
    public TimeSpan Take
    {
        get => TimeSpan.FromSeconds((double)(takeSamples / WaveFormat.Channels) / WaveFormat.SampleRate);
        set => takeSamples = (int)(value.TotalSeconds * WaveFormat.SampleRate) * WaveFormat.Channels;
    }

    public WaveFormat WaveFormat => sourceProvider.WaveFormat;

    public int Read(float[] buffer, int offset, int count)
    {
        var wanted = takeSamples == 0 ? count : Math.Min(count, takeSamples - taken);
        var read = sourceProvider.Read(buffer, offset, wanted);
        taken += read;
        return read;
    }
}
