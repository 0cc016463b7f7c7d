using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>Maps a service's description of audio to the library's types.</summary>
public static class AudioDescriptionMapping
{
    /// <summary>The damage in the audio; <see langword="null"/> if there is none.</summary>
    public static AudioDamage? ToDamage(this AudioDescription audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        return DamageOf(audio.SkippedBytes, audio.SecondsLost);
    }

    /// <summary>The damage in a message; <see langword="null"/> if there is none.</summary>
    internal static AudioDamage? DamageOf(long skippedBytes, double secondsLost) =>
        secondsLost > 0 || skippedBytes > 0 ? new AudioDamage(skippedBytes, secondsLost) : null;
}
