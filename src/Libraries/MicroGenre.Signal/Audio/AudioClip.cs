namespace MicroGenre.Signal;

/// <summary>Decoded audio: one channel of samples, full scale ±1.</summary>
/// <param name="Samples">The samples, <c>[time]</c>; channels are averaged.</param>
/// <param name="SampleRate">Samples per second, in Hz.</param>
/// <param name="Source">What the audio was before it was decoded.</param>
public sealed record AudioClip(float[] Samples, int SampleRate, AudioInfo Source)
{
    /// <summary>Whether the samples were converted from another rate.</summary>
    public bool Resampled => SampleRate != Source.SampleRate;

    /// <summary>How long the samples last.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);
}
