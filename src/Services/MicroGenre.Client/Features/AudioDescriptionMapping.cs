using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>From what a service says of audio to the library's types.</summary>
public static class AudioDescriptionMapping
{
    /// <summary>What of the audio is damaged; <see langword="null"/> where nothing is.</summary>
    public static AudioDamage? ToDamage(this AudioDescription audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return audio.SecondsLost > 0 || audio.SkippedBytes > 0 ? new AudioDamage(audio.SkippedBytes, audio.SecondsLost) : null;
    }
}
