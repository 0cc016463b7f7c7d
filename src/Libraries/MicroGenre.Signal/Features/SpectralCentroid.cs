using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the spectral centroid (librosa's <c>feature.spectral_centroid</c>): the mean frequency, weighted by magnitude, in Hz.
/// </summary>
public sealed record SpectralCentroidSettings : FeatureSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "spectral-centroid";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => 1;

    internal override FrameFeature CreateFeature() => new SpectralCentroidFeature(HertzPerBin);
}

/// <summary>The mean frequency of each frame.</summary>
internal sealed class SpectralCentroidFeature(double hertzPerBin) : FrameFeature
{
    public override int FrameValues => 1;

    public override void Compute(FrameSpectrum spectrum, Span<float> values) => values[0] = (float)(hertzPerBin * spectrum.Mean.Centroid);
}
