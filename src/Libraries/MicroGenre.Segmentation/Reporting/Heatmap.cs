using MicroGenre.Signal.Pictures;

namespace MicroGenre.Segmentation.Reporting;

/// <summary>A matrix as a picture, brighter for higher values.</summary>
internal static class Heatmap
{
    private static readonly (double At, byte Red, byte Green, byte Blue)[] Ramp =
        [(0, 8, 6, 32), (0.35, 92, 20, 110), (0.7, 226, 84, 66), (1, 252, 240, 170)];

    /// <summary>Encodes a picture of a pixel for each value.</summary>
    /// <param name="matrix">The values.</param>
    /// <param name="brightest">The value, above 0, from which on a pixel is as bright as can be; 0 is the darkest.</param>
    public static byte[] Draw(SquareMatrix matrix, double brightest)
    {
        var pixels = new byte[matrix.Values.Length * 3];
        for (var i = 0; i < matrix.Values.Length; i++)
        {
            ColourOf(Math.Clamp(matrix.Values[i] / brightest, 0, 1), pixels.AsSpan(3 * i, 3));
        }

        return Png.Encode(matrix.Size, matrix.Size, 3, pixels);
    }

    /// <summary>The colours from the highest value down to the lowest, one pixel wide.</summary>
    public static byte[] DrawScale(int height)
    {
        var pixels = new byte[height * 3];
        for (var row = 0; row < height; row++)
        {
            ColourOf(1 - (row / (height - 1.0)), pixels.AsSpan(3 * row, 3));
        }

        return Png.Encode(1, height, 3, pixels);
    }

    private static void ColourOf(double value, Span<byte> pixel)
    {
        var upper = 1;
        while (value > Ramp[upper].At)
        {
            upper++;
        }

        var (low, high) = (Ramp[upper - 1], Ramp[upper]);
        var part = (value - low.At) / (high.At - low.At);
        pixel[0] = (byte)(low.Red + (part * (high.Red - low.Red)));
        pixel[1] = (byte)(low.Green + (part * (high.Green - low.Green)));
        pixel[2] = (byte)(low.Blue + (part * (high.Blue - low.Blue)));
    }
}
