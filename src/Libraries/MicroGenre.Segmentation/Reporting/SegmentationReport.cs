using System.Net;
using System.Text;
using MicroGenre.Drawing;

namespace MicroGenre.Segmentation.Reporting;

/// <summary>A self-contained HTML page about the segmentation of a track: figures 3 to 7 of the paper and a table of segments.</summary>
public static class SegmentationReport
{
    private const string Style =
        """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; margin-top: 2rem; }
        svg { width: 100%; height: auto; font-size: 13px; fill: currentColor; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.5rem; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: 0.15rem 1.25rem 0.15rem 0; }
        .swatch { display: inline-block; width: 0.9em; height: 0.9em; margin-right: 0.4em; }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="track">The segmented track.</param>
    /// <param name="title">The title of the page, such as the file's name.</param>
    /// <param name="representative">The excerpt to mark.</param>
    /// <returns>HTML with inline images.</returns>
    public static string ToHtml(TrackSegmentation track, string title, Excerpt representative)
    {
        var name = WebUtility.HtmlEncode(title);
        var distances =
            track.Graph.Distances with { Values = Array.ConvertAll(track.Graph.Distances.Values, distance => Math.Log(1 + distance)) };
        var brightest = Math.Max(Percentile(distances.Values, 0.99), 1e-9);
        return
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Segments of {name}</title>
            <style>{Style}</style>
            </head>
            <body>
            <h1>{name}</h1>
            <p>Clusters: {track.ClusterCount}; segments: {track.Segments.Count}; windows: {track.Grid.Count} of {(double)track.Grid.WindowLength / track.Grid.SampleRate:0.##} s.
            The excerpt that stands for the track best: {Stretch.Name(representative.Start, representative.End)}.</p>
            {Legend(track)}
            <h2>Segments</h2>
            <p>Parts of one colour sound alike. The frame marks the representative excerpt.</p>
            {Figures.Timeline(track, representative)}
            <h2>Waveform</h2>
            {Figures.Waveform(track)}
            <div class="pair">
            <section><h2>Statistical distance S</h2><p>Brighter is further apart; the scale is logarithmic.</p>
            {Figures.Matrix(track, distances, brightest, value => $"{Math.Exp(value) - 1:G3}", "The distance of each pair of windows")}</section>
            <section><h2>Graph adjacency A</h2><p>Brighter is more alike.</p>
            {Figures.Matrix(track, track.Graph.Adjacency, 1, value => $"{value:0.00}", "The similarity of each pair of windows")}</section>
            </div>
            <h2>Graph</h2>
            <p>Each point is a window; points that lie close sound alike. The line follows the track in time.</p>
            {Figures.Graph(track)}
            <h2>Eigenvalues</h2>
            <p>The largest of the normalised Laplacian: {string.Join(", ", track.Graph.Eigenvalues.Select(value => $"{value:0.000}"))}.
            As many as lie close to 1, before the widest gap, so many clusters does the graph suggest.</p>
            <h2>All segments</h2>
            {Table(track)}
            </body>
            </html>

            """;
    }

    private static string Legend(TrackSegmentation track)
    {
        var rows = new StringBuilder("<table><thead><tr><th>cluster</th><th>duration</th><th>share</th></tr></thead><tbody>");
        for (var cluster = 0; cluster < track.ClusterCount; cluster++)
        {
            var seconds = track.Segments.Where(segment => segment.Cluster == cluster).Sum(segment => segment.Duration);
            var largest = cluster == track.LargestCluster ? " (largest)" : "";
            var share = seconds / track.Grid.Duration;
            rows.Append($"<tr><td>{Swatch(cluster)}{cluster}{largest}</td><td>{seconds:0.0} s</td><td>{share:P0}</td></tr>");
        }

        return rows.Append("</tbody></table>").ToString();
    }

    private static string Table(TrackSegmentation track)
    {
        var rows = new StringBuilder("<table><thead><tr><th>from</th><th>to</th><th>cluster</th></tr></thead><tbody>");
        foreach (var segment in track.Segments)
        {
            rows.Append(
                $"<tr><td>{segment.Start:0.0} s</td><td>{segment.End:0.0} s</td><td>{Swatch(segment.Cluster)}{segment.Cluster}</td></tr>");
        }

        return rows.Append("</tbody></table>").ToString();
    }

    private static string Swatch(int cluster) => $"<span class=\"swatch\" style=\"background:{OkabeIto.ColourOf(cluster)}\"></span>";

    private static double Percentile(double[] values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)(part * (sorted.Length - 1))];
    }
}
