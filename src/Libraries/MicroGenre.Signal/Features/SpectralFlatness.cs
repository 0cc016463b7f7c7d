using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the spectral flatness (librosa's <c>feature.spectral_flatness</c>): the geometric over the arithmetic mean of a frame's
/// power, 0 for a tone and 1 for white noise.
/// </summary>
public sealed record SpectralFlatnessSettings : FeatureSettings
{
    /// <summary>Lower limit of the power; smaller values count as silence (librosa's <c>amin</c>).</summary>
    public double MinPower { get; init; } = 1e-10;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "spectral-flatness";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(MinPower > 0, nameof(MinPower), MinPower, "a positive power");
    }

    internal override FrameFeature CreateFeature() => new SpectralFlatnessFeature(MinPower);
}

/// <summary>The flatness of each frame.</summary>
internal sealed class SpectralFlatnessFeature(double minPower) : FrameFeature
{
    public override int FrameValues => 1;

    public override void Compute(FrameSpectrum spectrum, Span<float> values) => values[0] = (float)Flatness(spectrum.Power, minPower);

    [MethodImpl(Kernel.Compilation)]
    private static double Flatness(ReadOnlySpan<float> power, double minPower)
    {
        var (sums, logSums, least) = (Vector<double>.Zero, Vector<double>.Zero, new Vector<double>(minPower));
        var bin = 0;
        for (; bin <= power.Length - Vector<float>.Count; bin += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(power[bin..]), out var low, out var high);
            (low, high) = (Vector.Max(low, least), Vector.Max(high, least));
            sums += low + high;
            logSums += Vector.Log(low) + Vector.Log(high);
        }

        var (sum, logSum) = (Vector.Sum(sums), Vector.Sum(logSums));
        for (; bin < power.Length; bin++)
        {
            var clipped = Math.Max(minPower, power[bin]);
            sum += clipped;
            logSum += Math.Log(clipped);
        }

        return Math.Exp(logSum / power.Length) / (sum / power.Length);
    }
}
