using NAudio.Wave.SampleProviders;

namespace NAudio.Wave;

/// <summary>Chains providers.</summary>
public static class WaveExtensionMethods
{
    /// <summary>The samples of encoded audio.</summary>
    /// <exception cref="ArgumentException">The audio is neither PCM nor floating point.</exception>
    public static ISampleProvider ToSampleProvider(this IWaveProvider waveProvider) => new WaveToSampleProvider(waveProvider);

    /// <summary>One source, then the other.</summary>
    public static ISampleProvider FollowedBy(this ISampleProvider sampleProvider, ISampleProvider next) =>
        new ConcatenatingSampleProvider([sampleProvider, next]);

    /// <summary>The beginning of a source.</summary>
    public static ISampleProvider Take(this ISampleProvider sampleProvider, TimeSpan takeDuration) =>
        new OffsetSampleProvider(sampleProvider) { Take = takeDuration };
}
