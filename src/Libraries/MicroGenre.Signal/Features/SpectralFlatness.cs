using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the spectral flatness (librosa's <c>feature.spectral_flatness</c>): the geometric over the arithmetic mean of a frame's power,
/// 0 for a tone and 1 for white noise.
/// </summary>
public sealed record SpectralFlatnessSettings : FeatureSettings
{
    /// <summary>The least power told apart from silence (librosa's <c>amin</c>).</summary>
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

    public override void Compute(FrameSpectrum spectrum, Span<float> values)
    {
        var power = spectrum.Power;
        var (sum, logSum) = (0.0, 0.0);
        foreach (var value in power)
        {
            var clipped = Math.Max(minPower, value);
            sum += clipped;
            logSum += Math.Log(clipped);
        }

        values[0] = (float)(Math.Exp(logSum / power.Length) / (sum / power.Length));
    }
}
