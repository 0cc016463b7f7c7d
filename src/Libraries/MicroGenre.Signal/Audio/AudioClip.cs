namespace MicroGenre.Signal;

/// <summary>Decoded audio: one channel of samples, full scale ±1.</summary>
/// <param name="Samples">The samples, <c>[time]</c>; channels are averaged, unless they cancel each other: then it is the loudest of
/// them.</param>
/// <param name="SampleRate">Samples per second, in Hz.</param>
/// <param name="Source">What the audio was before it was decoded.</param>
/// <param name="Sound">How much there is to hear in it.</param>
/// <param name="Damage">What of it is damaged; <see langword="null"/> where nothing is.</param>
public sealed record AudioClip(float[] Samples, int SampleRate, AudioInfo Source, SoundContent Sound, AudioDamage? Damage = null)
{
    /// <summary>Whether the samples were converted from another rate.</summary>
    public bool Resampled => SampleRate != Source.SampleRate;

    /// <summary>How long the samples last.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);
}
