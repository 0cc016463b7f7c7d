namespace MicroGenre.Web.Tracks;

/// <summary>Levels as bytes, as the page draws them.</summary>
internal static class Levels
{
    private const float DecibelRange = 80;

    /// <summary>Converts levels in dB: 0 for 80 dB or more below the maximum, 255 for the maximum, which is 0 dB.</summary>
    public static byte[] OfDecibels(float[] decibels) => Array.ConvertAll(decibels, value => ToByte(1 + (value / DecibelRange)));

    /// <summary>Converts values from 0 to a maximum.</summary>
    public static byte[] OfShares(float[] values, float most) => Array.ConvertAll(values, value => ToByte(value / most));

    private static byte ToByte(float share) => (byte)Math.Round(Math.Clamp(share, 0, 1) * byte.MaxValue);
}
