using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the zero-crossing rate (librosa's <c>feature.zero_crossing_rate</c>): the fraction of a frame's samples where the sign
/// changes.
/// </summary>
public sealed record ZeroCrossingRateSettings : FeatureSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "zero-crossing-rate";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => 1;

    internal override FrameFeature CreateFeature() => new ZeroCrossingRateFeature(WindowLength);
}

/// <summary>Sign changes of each frame.</summary>
internal sealed class ZeroCrossingRateFeature(int windowLength) : FrameFeature
{
    public override int FrameValues => 1;

    /// <summary>
    /// Only the signal's own samples count: outside the signal, librosa repeats its first and last sample, where the sign does not change.
    /// </summary>
    public override void Compute(FrameSpectrum spectrum, Span<float> values) =>
        values[0] = (float)((double)ZeroCrossings.Count(spectrum.Frame.SignalSamples) / windowLength);
}

/// <summary>Counts changes of sign.</summary>
internal static class ZeroCrossings
{
    /// <summary>Values this small count as (positive) zero.</summary>
    private const float Threshold = 1e-10f;

    /// <summary>Number of sign changes between consecutive samples.</summary>
    [MethodImpl(Kernel.Compilation)]
    public static int Count(ReadOnlySpan<float> samples)
    {
        var (changes, threshold) = (Vector<int>.Zero, new Vector<float>(-Threshold));
        var i = 1;
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            // True is −1.
            changes -= Vector.LessThan(new Vector<float>(samples[(i - 1)..]), threshold) ^ Vector.LessThan(
                new Vector<float>(samples[i..]), threshold);
        }

        var count = Vector.Sum(changes);
        for (; i < samples.Length; i++)
        {
            count += (samples[i - 1] < -Threshold) != (samples[i] < -Threshold) ? 1 : 0;
        }

        return count;
    }
}
