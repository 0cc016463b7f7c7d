using MicroGenre.Contracts;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Output;

/// <summary>Formats the parts of a track.</summary>
internal static class SegmentText
{
    private const int StripWidth = 72;
    private const double NotableShare = 0.05;

    /// <summary>Formats a result as one line of JSON.</summary>
    public static string Json(string file, SegmentResult result) => JsonText.Of(
        new
        {
            file,
            clusters = result.Clusters,
            segments = result.Segments.Select(segment => new { start = segment.Start, end = segment.End, cluster = segment.Cluster }),
            representative = new { start = result.Representative.Start, end = result.Representative.End },
        });

    /// <summary>Formats a result as text: overview, segments, excerpt.</summary>
    public static IEnumerable<string> Lines(string file, SegmentResult result)
    {
        yield return $"{file}  ({Count(result.Clusters, "cluster")} in {Count(result.Segments.Count, "segment")}; windows of "
            + $"{result.WindowSeconds:0.##} s)";
        yield return $"  {Strip(result)}";
        foreach (var segment in result.Segments)
        {
            yield return $"  {Time(segment.Start)} – {Time(segment.End)}  "
                + $"{Name(segment.Cluster)}{(segment.Cluster == result.LargestCluster ? "  largest" : "")}";
        }

        yield return $"  representative: {Time(result.Representative.Start)} – {Time(result.Representative.End)}";
        if (result.SaturatedShare >= NotableShare)
        {
            yield return $"  {result.SaturatedShare:P0} of the windows are similar to no other: the distances saturate the formula; "
                + $"--tuned finds more.";
        }

        yield return "";
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    /// <summary>A strip with a letter for each of equally long parts of the track.</summary>
    private static string Strip(SegmentResult result) => string.Concat(Enumerable.Range(0, StripWidth).Select(column =>
    {
        var time = (column + 0.5) * result.DurationSeconds / StripWidth;
        return Name(result.Segments.First(segment => time < segment.End).Cluster);
    }));

    private static char Name(int cluster) =>
        (char)(cluster < 26 ? 'A' + cluster : cluster < 52 ? 'a' + cluster - 26 : '0' + ((cluster - 52) % 10));

    private static string Time(double seconds) => $"{(int)(seconds / 60),3}:{seconds % 60:00.0}";
}
