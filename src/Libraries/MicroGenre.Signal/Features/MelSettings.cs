using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>Settings of <see cref="MelSpectrogram"/>; the defaults are those of CALM (2020): 128 bands, window 2048, hop 1024.</summary>
public record MelSettings : FeatureSettings
{
    /// <summary>Distance between the centres of consecutive frames, in samples. Default: 1024.</summary>
    public sealed override int HopLength { get; init; } = 1024;

    /// <summary>Number of mel bands, at most one per bin of the spectrum.</summary>
    public int MelBands { get; init; } = 128;

    /// <summary>Lower edge of the lowest band, in Hz. Default: 0.</summary>
    public double MinFrequency { get; init; }

    /// <summary>Upper edge of the highest band, in Hz. Default: the Nyquist frequency.</summary>
    public double? MaxFrequency { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "mel";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => MelBands;

    /// <summary>The mel settings alone, without those that a derived type adds.</summary>
    internal MelSettings AsMel() => new(this);

    internal override FrameFeature CreateFeature() => new MelFeature(this);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        var nyquist = SampleRate / 2.0;
        Require(MelBands >= 1 && MelBands <= Bins, nameof(MelBands), MelBands,
            $"1 to {Bins}, the bins of a window of {WindowLength} samples");
        Require(MinFrequency >= 0 && MinFrequency < nyquist, nameof(MinFrequency), MinFrequency,
            $"0 to the Nyquist frequency of {nyquist} Hz");
        Require(
            MaxFrequency is null || (MaxFrequency > MinFrequency && MaxFrequency <= nyquist),
            nameof(MaxFrequency), MaxFrequency, $"above {MinFrequency} Hz and at most the Nyquist frequency of {nyquist} Hz");
    }
}
