namespace MicroGenre.Signal;

/// <summary>Converts frequencies to pitches.</summary>
internal static class Pitch
{
    private const double A440 = 440;
    private const double OctavesFromA0ToA4 = 4;

    /// <summary>
    /// Converts Hz to octaves above A0 (librosa's <c>hz_to_octs</c>), with A4 = 440 · 2^<paramref name="tuningOctaves"/> Hz.
    /// </summary>
    public static double Octaves(double hertz, double tuningOctaves = 0) => Math.Log2(hertz / A440) - tuningOctaves + OctavesFromA0ToA4;
}
