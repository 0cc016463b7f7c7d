using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>Settings of a spectrogram: the magnitude or the power at each frequency (librosa's <c>|stft|^power</c>).</summary>
public sealed record SpectrogramSettings : FeatureSettings
{
    /// <summary>1 for magnitude, 2 for power.</summary>
    public int Power { get; init; } = 2;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "spectrogram";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => Bins;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Power is 1 or 2, nameof(Power), Power, "1 (magnitude) or 2 (power)");
    }

    internal override FrameFeature CreateFeature() => new SpectrogramFeature(Bins, Power);
}

/// <summary>The spectrum of each frame.</summary>
internal sealed class SpectrogramFeature(int bins, int power) : FrameFeature
{
    public override int FrameValues => bins;

    public override void Compute(FrameSpectrum spectrum, Span<float> values) =>
        (power == 1 ? spectrum.Magnitude : spectrum.Power).CopyTo(values);
}
