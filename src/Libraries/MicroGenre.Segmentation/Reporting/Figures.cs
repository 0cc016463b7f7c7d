using MicroGenre.Drawing;
using MicroGenre.Segmentation.Layout;

namespace MicroGenre.Segmentation.Reporting;

/// <summary>Draws figures 3 to 7 of the paper for any track.</summary>
internal static class Figures
{
    private const double Width = 960;
    private const double Left = 56;
    private const double Right = 8;
    private const double AxisHeight = 44;

    /// <summary>Figure 3: the track's waveform.</summary>
    public static Svg Waveform(TrackSegmentation track)
    {
        const double height = 160;
        var svg = Svg.Inline(Width, height + AxisHeight, "The waveform of the track");
        DrawEnvelope(svg, track, 4, height - 8, Svg.CurrentColour);
        svg.HorizontalAxis(Left, height, Width - Left - Right, TimeAxis(track, Width - Left - Right));
        return svg;
    }

    /// <summary>Figures 4 and 5: a value for each pair of windows, with a colour scale.</summary>
    public static Svg Matrix(TrackSegmentation track, SquareMatrix values, double brightest, Func<double, string> label, string description)
    {
        const double side = 400;
        const double top = 10;
        var svg = Svg.Inline(Left + side + 96, side + AxisHeight + top, description);
        svg.Image(Left, top, side, side, MatrixPicture.Draw(values, brightest));
        svg.HorizontalAxis(Left, side + top, side, TimeAxis(track, side));
        svg.VerticalAxis(Left, top, side, TimeAxis(track, side));
        svg.Image(Left + side + 16, top, 14, side, MatrixPicture.DrawScale(256));
        for (var tick = 0; tick <= 4; tick++)
        {
            svg.Text(Left + side + 36, top + (side * (4 - tick) / 4) + 4, label(brightest * tick / 4));
        }

        return svg;
    }

    /// <summary>Figure 6: the windows placed by their distances, joined in temporal order, coloured by cluster.</summary>
    public static Svg Graph(TrackSegmentation track)
    {
        const double height = 560;
        const double margin = 24;
        var svg = Svg.Inline(Width, height, "The graph of windows, coloured by cluster and joined in temporal order");
        var places = MultidimensionalScaling.Place(Dissimilarities(track.Graph.Distances));
        var (left, right) = (places.Min(place => place.X), places.Max(place => place.X));
        var (top, bottom) = (places.Min(place => place.Y), places.Max(place => place.Y));
        var scale = Math.Min((Width - (2 * margin)) / Math.Max(right - left, 1e-9), (height - (2 * margin)) / Math.Max(bottom - top, 1e-9));
        var points = Array.ConvertAll(places, place => (
            X: (Width / 2) + (scale * (place.X - ((left + right) / 2))),
            Y: (height / 2) + (scale * (place.Y - ((top + bottom) / 2)))));

        svg.Polyline(points, thickness: 1, opacity: 0.35);
        for (var window = 0; window < points.Length; window++)
        {
            var tip = $"{Stretch.Name(track.Grid.StartOf(window), track.Grid.StartOf(window + 1))}, cluster {track.Labels[window]}";
            svg.Circle(points[window].X, points[window].Y, points.Length > 400 ? 4 : 6, OkabeIto.ColourOf(track.Labels[window]), tip);
        }

        return svg;
    }

    /// <summary>Figure 7: the waveform over its segments, with a frame around the representative excerpt.</summary>
    public static Svg Timeline(TrackSegmentation track, Excerpt representative)
    {
        const double height = 160;
        var svg = Svg.Inline(Width, height + AxisHeight, "The segments of the track, coloured by cluster");
        foreach (var segment in track.Segments)
        {
            var tip = $"{Stretch.Name(segment.Start, segment.End)}, cluster {segment.Cluster}";
            svg.Rectangle(X(track, segment.Start), 4, X(track, segment.End) - X(track, segment.Start), height - 8,
                OkabeIto.ColourOf(segment.Cluster), tip);
        }

        DrawEnvelope(svg, track, 4, height - 8, "#000");
        svg.Frame(X(track, representative.Start), 3, X(track, representative.End) - X(track, representative.Start), height - 6);
        svg.HorizontalAxis(Left, height, Width - Left - Right, TimeAxis(track, Width - Left - Right));
        return svg;
    }

    /// <summary>The dissimilarities for the layout: the logarithm compresses distances over many powers of ten.</summary>
    private static SquareMatrix Dissimilarities(SquareMatrix distances)
    {
        var dissimilarities = new SquareMatrix(distances.Size, Array.ConvertAll(distances.Values, distance => Math.Log(1 + distance)));
        for (var window = 0; window < distances.Size; window++)
        {
            dissimilarities[window, window] = 0;
        }

        return dissimilarities;
    }

    private static Axis TimeAxis(TrackSegmentation track, double pixels) => Axis.Time(track.Grid.Duration, Math.Max(3, pixels / 80));

    private static double X(TrackSegmentation track, double time) => Left + ((Width - Left - Right) * time / track.Grid.Duration);

    private static void DrawEnvelope(Svg svg, TrackSegmentation track, double top, double height, string colour)
    {
        var loudest = Math.Max(track.Envelope.Max(part => Math.Max(-part.Lowest, part.Highest)), 1e-9);
        var step = (Width - Left - Right) / track.Envelope.Count;
        double Y(double sample) => top + (height * (1 - (sample / loudest)) / 2);
        var above = track.Envelope.Select((part, i) => (Left + (step * (i + 0.5)), Y(part.Highest)));
        var below = track.Envelope.Select((part, i) => (Left + (step * (i + 0.5)), Y(part.Lowest))).Reverse();
        svg.Polygon(above.Concat(below), colour, 0.6, opacity: 0.75);
    }
}
