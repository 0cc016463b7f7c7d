namespace MicroGenre.Segmentation.Reporting;

/// <summary>Formats a time span.</summary>
internal static class Stretch
{
    /// <summary>Start and end in seconds as text.</summary>
    public static string Name(double start, double end) => $"{start:0.0} s – {end:0.0} s";
}
