namespace MicroGenre.Signal;

/// <summary>Decoded audio: one channel of samples, full scale ±1.</summary>
/// <param name="Samples">The samples, <c>[time]</c>: the mean of the channels, or the loudest channel if the channels cancel each
/// other.</param>
/// <param name="SampleRate">Samples per second, in Hz.</param>
/// <param name="Source">Codec, rate, channels and container before decoding.</param>
/// <param name="Sound">How much of the clip is audible.</param>
/// <param name="Damage">The damage found in the file; <see langword="null"/> if there is none.</param>
public sealed record AudioClip(float[] Samples, int SampleRate, AudioInfo Source, SoundContent Sound, AudioDamage? Damage = null)
{
    /// <summary>Whether the samples were converted from another rate.</summary>
    public bool Resampled => SampleRate != Source.SampleRate;

    /// <summary>The length of the clip.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);
}
