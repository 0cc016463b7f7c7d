using MicroGenre.Drawing;

namespace MicroGenre.Signal.Pictures;

/// <summary>The content of a plot between its axes.</summary>
internal abstract record PlotContent
{
    /// <summary>Draws into a rectangle.</summary>
    public abstract void Draw(ICanvas canvas, int left, int top, int width, int height);
}

/// <summary>Values as a line.</summary>
internal sealed record CurveContent(float[] Values, double Min, double Max) : PlotContent
{
    public override void Draw(ICanvas canvas, int left, int top, int width, int height)
    {
        var points = new (double, double)[Values.Length];
        for (var i = 0; i < points.Length; i++)
        {
            var part = (Values[i] - Min) / (Max - Min);
            points[i] = (left + ((i + 0.5) * width / Values.Length), top + (height * (1 - part)));
        }

        canvas.Polyline(points, Palette.Fill, 1.5);
    }
}

/// <summary>Samples as a filled range: the minimum and maximum in the time of each pixel.</summary>
internal sealed record WaveformContent(float[] Samples, double Peak) : PlotContent
{
    public override void Draw(ICanvas canvas, int left, int top, int width, int height)
    {
        var points = new List<(double, double)>(2 * width);
        for (var x = 0; x < width; x++)
        {
            var first = (int)((long)x * Samples.Length / width);
            var last = Math.Max(first + 1, (int)((x + 1L) * Samples.Length / width));
            var (least, greatest) = (float.PositiveInfinity, float.NegativeInfinity);
            foreach (var sample in Samples.AsSpan(first, last - first))
            {
                least = Math.Min(least, sample);
                greatest = Math.Max(greatest, sample);
            }

            points.Add((left + x, Y(greatest)));
            points.Add((left + x, Y(least)));
        }

        canvas.Polyline(points, Palette.Fill, 1);

        double Y(double value) => top + (height * (0.5 - (0.5 * value / Peak)));
    }
}

/// <summary>A matrix as a heatmap.</summary>
internal sealed record HeatmapContent(FeatureMatrix Values, double Darkest, double Brightest, bool Smooth) : PlotContent
{
    public override void Draw(ICanvas canvas, int left, int top, int width, int height) =>
        canvas.Image(left, top, Heatmap.Draw(Values, width, height, Darkest, Brightest, Smooth));
}
