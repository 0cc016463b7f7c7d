namespace NAudio.Wave.SampleProviders;

/// <summary>Plays sources one after the other.</summary>
public class ConcatenatingSampleProvider : ISampleProvider
{
    private readonly ISampleProvider[] providers;
    private int current;

    /// <exception cref="ArgumentException">There is no source, or the sources differ in sample rate or channels.</exception>
    public ConcatenatingSampleProvider(IEnumerable<ISampleProvider> providers)
    {
        this.providers = [.. providers];
        if (this.providers.Length == 0)
        {
            throw new ArgumentException("Must provide at least one input", nameof(providers));
        }

        if (this.providers.Any(provider => provider.WaveFormat.Channels != WaveFormat.Channels))
        {
            throw new ArgumentException("All inputs must have the same channel count", nameof(providers));
        }

        if (this.providers.Any(provider => provider.WaveFormat.SampleRate != WaveFormat.SampleRate))
        {
            throw new ArgumentException("All inputs must have the same sample rate", nameof(providers));
        }
    }

    public WaveFormat WaveFormat => providers[0].WaveFormat;

    public int Read(float[] buffer, int offset, int count)
    {
        var read = 0;
        while (read < count && current < providers.Length)
        {
            var got = providers[current].Read(buffer, offset + read, count - read);
            read += got;
            if (got == 0)
            {
                current++;
            }
        }

        return read;
    }
}
