using MicroGenre.Drawing;

namespace MicroGenre.Signal.Pictures;

/// <summary>Draws a feature over time as an image: frames from left to right, rows from bottom to top, higher values brighter.</summary>
internal static class Heatmap
{
    /// <summary>Draws a feature.</summary>
    /// <param name="feature">The feature, <c>[rows, frames]</c>.</param>
    /// <param name="width">Width in pixels. If there are more frames, each pixel shows the mean of its frames.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="darkest">The value of the darkest colour.</param>
    /// <param name="brightest">The value of the brightest colour.</param>
    /// <param name="smooth">Whether to interpolate between rows instead of drawing a flat band for each.</param>
    public static RgbImage Draw(FeatureMatrix feature, int width, int height, double darkest, double brightest, bool smooth = true)
    {
        var columns = new double[feature.Rows];
        var image = new RgbImage(width, height);
        for (var x = 0; x < width; x++)
        {
            AverageFrames(feature, (double)x * feature.Frames / width, (x + 1.0) * feature.Frames / width, columns);
            for (var y = 0; y < height; y++)
            {
                var row = (height - y - 0.5) * feature.Rows / height;
                var value = smooth ? Interpolate(columns, row - 0.5) : columns[(int)row];
                Magma.ColourOf((value - darkest) / (brightest - darkest), image.At(x, y));
            }
        }

        return image;
    }

    /// <summary>The mean of the frames between two positions, weighted by their overlap.</summary>
    private static void AverageFrames(FeatureMatrix feature, double start, double end, Span<double> means)
    {
        means.Clear();
        for (var frame = (int)start; frame < end && frame < feature.Frames; frame++)
        {
            var share = (Math.Min(end, frame + 1) - Math.Max(start, frame)) / (end - start);
            for (var row = 0; row < means.Length; row++)
            {
                means[row] += share * feature[row, frame];
            }
        }
    }

    private static double Interpolate(ReadOnlySpan<double> values, double position)
    {
        var clamped = Math.Clamp(position, 0, values.Length - 1);
        var below = Math.Min((int)clamped, Math.Max(0, values.Length - 2));
        var above = Math.Min(below + 1, values.Length - 1);
        return values[below] + ((clamped - below) * (values[above] - values[below]));
    }
}
