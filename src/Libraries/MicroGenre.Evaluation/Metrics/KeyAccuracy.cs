using MicroGenre.Signal;

namespace MicroGenre.Evaluation.Metrics;

/// <summary>
/// The accuracy of estimated keys (MIREX, Audio Key Detection): 1 for the right key, 0.5 for a key a fifth above in the same mode, 0.3 for
/// the relative key, 0.2 for the parallel key, otherwise 0.
/// </summary>
public static class KeyAccuracy
{
    private const int Fifth = 7;
    private const int RelativeMajor = 3;

    /// <summary>Scores one key, 0 to 1.</summary>
    /// <param name="estimated">The estimated key; <see langword="null"/> for none, which scores 0.</param>
    /// <param name="annotated">The right key.</param>
    public static double Score(MusicalKey? estimated, MusicalKey annotated)
    {
        if (estimated is not { } key)
        {
            return 0;
        }

        var distance = (key.Tonic - annotated.Tonic + MusicalKey.PitchClasses) % MusicalKey.PitchClasses;
        return (key.IsMinor == annotated.IsMinor, distance) switch
        {
            (true, 0) => 1,
            (true, Fifth) => 0.5,
            (false, RelativeMajor) when annotated.IsMinor => 0.3,
            (false, MusicalKey.PitchClasses - RelativeMajor) when !annotated.IsMinor => 0.3,
            (false, 0) => 0.2,
            _ => 0,
        };
    }
}
