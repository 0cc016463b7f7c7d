namespace MicroGenre.Segmentation.Reporting;

/// <summary>A stretch of time in words.</summary>
internal static class Stretch
{
    /// <summary>From where to where, in seconds.</summary>
    public static string Name(double start, double end) => $"{start:0.0} s – {end:0.0} s";
}
