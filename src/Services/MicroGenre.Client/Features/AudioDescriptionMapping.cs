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
        return DamageOf(audio.SkippedBytes, audio.SecondsLost);
    }

    /// <summary>The damage that a message states; <see langword="null"/> where it states none.</summary>
    internal static AudioDamage? DamageOf(long skippedBytes, double secondsLost) =>
        secondsLost > 0 || skippedBytes > 0 ? new AudioDamage(skippedBytes, secondsLost) : null;
}
