namespace MicroGenre.Segmentation.Reporting;

/// <summary>Times on an axis: in seconds up to two minutes, in minutes and seconds beyond.</summary>
internal static class Axis
{
    private const double LongestInSeconds = 120;
    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

    /// <summary>Round times from 0 to the duration, about as many as wanted.</summary>
    public static IEnumerable<double> Ticks(double duration, double wanted)
    {
        var step = Steps.FirstOrDefault(step => duration / step <= wanted, Steps[^1]);
        return Enumerable.Range(0, (int)(duration / step) + 1).Select(i => i * step);
    }

    public static string Label(double time, double duration) =>
        duration <= LongestInSeconds ? $"{time:0.##}" : $"{(int)(time / 60)}:{(int)(time % 60):00}";

    public static string Unit(double duration) => duration <= LongestInSeconds ? "time in s" : "time in min:s";

    /// <summary>A stretch of time, to read.</summary>
    public static string Stretch(double start, double end) => $"{start:0.0} s – {end:0.0} s";
}
