using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the spectral bandwidth (librosa's <c>feature.spectral_bandwidth</c>): the deviation of a frame's frequencies from its
/// centroid, weighted by magnitude: <c>(Σ S |f − centroid|^p)^(1/p)</c> in Hz.
/// </summary>
public sealed record SpectralBandwidthSettings : FeatureSettings
{
    /// <summary>The exponent p; 2 gives a standard deviation.</summary>
    public double Power { get; init; } = 2;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "spectral-bandwidth";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Power > 0 && double.IsFinite(Power), nameof(Power), Power, "a positive exponent");
    }

    internal override FrameFeature CreateFeature() => new SpectralBandwidthFeature(HertzPerBin, Power);
}

/// <summary>The spread of each frame's frequencies.</summary>
internal sealed class SpectralBandwidthFeature(double hertzPerBin, double power) : FrameFeature
{
    public override int FrameValues => 1;

    public override void Compute(FrameSpectrum spectrum, Span<float> values)
    {
        var (centroid, total) = spectrum.Mean;
        var deviation = power == 2
            ? SpectralMoments.SquaredDeviation(spectrum.Magnitude, centroid)
            : SpectralMoments.Deviation(spectrum.Magnitude, centroid, power);
        values[0] = total > 0 ? (float)(hertzPerBin * Math.Pow(deviation / total, 1 / power)) : 0;
    }
}
