using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>The time between two frames of features.</summary>
/// <param name="SampleRate">Samples per second, in Hz.</param>
/// <param name="HopLength">Distance between the centres of consecutive frames, in samples.</param>
/// <example><code>
/// var timing = new FrameTiming(22050, 1711);
/// Console.WriteLine(timing.FramesIn(3));
/// </code></example>
public sealed record FrameTiming(int SampleRate, int HopLength)
{
    // Far below one sample: keeps a length of whole frames from being rounded up by the error of a division.
    private const double Tolerance = 1e-6;

    /// <summary>The timing of features.</summary>
    public static FrameTiming Of(FeatureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new FrameTiming(settings.SampleRate, settings.HopLength);
    }

    /// <summary>The least number of frames that span a time, at least 1.</summary>
    /// <param name="seconds">The time, in seconds.</param>
    public int FramesIn(double seconds) => Math.Max(1, (int)Math.Ceiling((seconds * SampleRate / HopLength) - Tolerance));

    /// <summary>The same features at this timing.</summary>
    internal FeatureSettings Apply(FeatureSettings settings) =>
        Of(settings) == this ? settings : settings with { SampleRate = SampleRate, HopLength = HopLength };

    /// <inheritdoc/>
    public override string ToString() => $"a hop of {HopLength} samples at {SampleRate} Hz";
}
