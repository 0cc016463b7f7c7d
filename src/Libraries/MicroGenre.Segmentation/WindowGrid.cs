namespace MicroGenre.Segmentation;

/// <summary>How a track is cut into windows.</summary>
/// <param name="SampleRate">Samples per second, in Hz.</param>
/// <param name="SampleCount">Samples of the track.</param>
/// <param name="WindowLength">Samples of a window; the last one may be shorter, and so is the only one of a track that is shorter.</param>
/// <param name="HopLength">Samples from the start of one window to the start of the next.</param>
public sealed record WindowGrid(int SampleRate, long SampleCount, int WindowLength, int HopLength)
{
    /// <summary>
    /// Number of windows. What is left at the end has its own if it is at least half a hop; else it belongs to the last window.
    /// </summary>
    public int Count => CountWindows(SampleCount, WindowLength, HopLength);

    /// <summary>Length of the track in seconds.</summary>
    public double Duration => SecondsAt(SampleCount);

    /// <summary>Cuts a track as the settings say; the windows are longer than they say where there would be too many.</summary>
    /// <param name="settings">The wanted length and overlap, and the most windows.</param>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <param name="sampleCount">Samples of the track.</param>
    /// <exception cref="SegmentationException">A window has too few samples for the model's order and lags.</exception>
    public static WindowGrid For(SegmentationSettings settings, int sampleRate, long sampleCount)
    {
        var step = 1 - settings.Overlap;
        var wanted = Math.Max(settings.WindowSeconds * sampleRate, sampleCount / (step * settings.MaxWindows));
        var length = checked((int)Math.Ceiling(Math.Round(wanted, 3)));
        if (length < 2 * (settings.Order + settings.Lags))
        {
            throw new SegmentationException(
                $"A window of {length} samples is too short for order {settings.Order} and {settings.Lags} lags: it takes "
                + $"{2 * (settings.Order + settings.Lags)}");
        }

        return new WindowGrid(sampleRate, sampleCount, length, Math.Max(1, (int)Math.Ceiling(Math.Round(length * step, 3))));
    }

    /// <summary>
    /// Where the time of a window begins, in seconds: windows share the track at the points halfway between their centres. The time of the
    /// window after the last begins at the track's end.
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
