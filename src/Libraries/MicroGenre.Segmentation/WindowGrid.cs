namespace MicroGenre.Segmentation;

/// <summary>How a track is cut into windows.</summary>
/// <param name="SampleRate">Samples per second, in Hz.</param>
/// <param name="SampleCount">Number of samples in the track.</param>
/// <param name="WindowLength">Length of a window, in samples. The last window, or the only one of a short track, may be shorter.</param>
/// <param name="HopLength">Distance between the starts of consecutive windows, in samples.</param>
public sealed record WindowGrid(int SampleRate, long SampleCount, int WindowLength, int HopLength)
{
    /// <summary>
    /// Number of windows. The rest at the end is a window if it has at least half a hop; otherwise it belongs to the last window.
    /// </summary>
    public int Count => CountWindows(SampleCount, WindowLength, HopLength);

    /// <summary>The number M of lags that windows are compared by.</summary>
    internal int LagsOf(SegmentationSettings settings) => settings.AllLags ? WindowLength - 1 : settings.Lags;

    /// <summary>Length of the track in seconds.</summary>
    public double Duration => SecondsAt(SampleCount);

    /// <summary>Cuts a track as the settings say, with longer windows if there would be too many.</summary>
    /// <param name="settings">Window length, overlap and maximum number of windows.</param>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <param name="sampleCount">Number of samples in the track.</param>
    /// <exception cref="SegmentationException">A window has too few samples for the model's order and lags.</exception>
    public static WindowGrid For(SegmentationSettings settings, int sampleRate, long sampleCount)
    {
        var step = 1 - settings.Overlap;
        var wanted = Math.Max(settings.WindowSeconds * sampleRate, sampleCount / (step * settings.MaxWindows));
        var length = checked((int)Math.Ceiling(Math.Round(wanted, 3)));
        var lags = settings.AllLags ? 0 : settings.Lags;
        if (length < 2 * (settings.Order + lags))
        {
            throw new SegmentationException(
                $"A window of {length} samples is too short for order {settings.Order} and {lags} lags: it needs at least "
                + $"{2 * (settings.Order + lags)}");
        }

        return new WindowGrid(sampleRate, sampleCount, length, Math.Max(1, (int)Math.Ceiling(Math.Round(length * step, 3))));
    }

    /// <summary>
    /// The start of a window's share of time, in seconds: overlapping windows meet halfway between their centres. The share of the window
    /// after the last starts at the track's end.
    /// </summary>
    public double StartOf(int window) =>
        window == 0 ? 0 : window >= Count ? Duration : SecondsAt(((long)window * HopLength) + ((WindowLength - HopLength) / 2));

    private double SecondsAt(long sample) => (double)sample / SampleRate;

    private static int CountWindows(long samples, int length, int hop)
    {
        if (samples <= length)
        {
            return samples > 0 ? 1 : 0;
        }

        var (full, rest) = Math.DivRem(samples - length, hop);
        return checked((int)(full + 1 + (2 * rest >= hop ? 1 : 0)));
    }
}
