using MicroGenre.Drawing;

namespace MicroGenre.Segmentation.Reporting;

/// <summary>Draws a matrix as an image, brighter for higher values.</summary>
internal static class MatrixPicture
{
    /// <summary>Draws a pixel for each value.</summary>
    /// <param name="matrix">The values.</param>
    /// <param name="brightest">The value, above 0, from which pixels have the brightest colour; 0 is the darkest.</param>
    public static RgbImage Draw(SquareMatrix matrix, double brightest) =>
        Draw(matrix.Size, matrix.Size, i => Math.Clamp(matrix.Values[i] / brightest, 0, 1));

    /// <summary>Draws the colour scale from the highest value down to the lowest, one pixel wide.</summary>
    public static RgbImage DrawScale(int height) => Draw(1, height, row => 1 - (row / (height - 1.0)));

    private static RgbImage Draw(int width, int height, Func<int, double> valueOf)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < width * height; i++)
        {
            Magma.ColourOf(valueOf(i), image.At(i % width, i / width));
        }

        return image;
    }
}
