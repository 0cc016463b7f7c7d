using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of mel-frequency cepstral coefficients (librosa's <c>feature.mfcc</c>): the orthonormal DCT-II of a log-mel spectrogram. By
/// default the hop is 512 and 0 dB is a power of 1.
/// </summary>
public sealed record MfccSettings : LogMelSettings
{
    /// <summary>Creates librosa's defaults: 13 coefficients from C0 on, hop 512.</summary>
    public MfccSettings()
    {
        HopLength = 512;
        ReferencePower = 1;
    }

    /// <summary>Number of coefficients.</summary>
    public int Coefficients { get; init; } = 13;

    /// <summary>Whether the first coefficient is C0, the overall level; otherwise it is C1.</summary>
    public bool IncludeC0 { get; init; } = true;

    /// <summary>
    /// Number of time derivatives that follow the coefficients as further rows: 0, 1 (delta) or 2 (delta and delta-delta).
    /// </summary>
    public int Deltas { get; init; }

    /// <summary>Number of frames from which a time derivative is estimated; odd, at least 3.</summary>
    public int DeltaWidth { get; init; } = 9;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "mfcc";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => Coefficients * (1 + Deltas);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        var most = IncludeC0 ? MelBands : MelBands - 1;
        Require(Coefficients >= 1 && Coefficients <= most, nameof(Coefficients), Coefficients, $"1 to {most} for {MelBands} mel bands");
        Require(Deltas is >= 0 and <= 2, nameof(Deltas), Deltas, "0, 1 or 2");
        Require(DeltaWidth >= 3 && DeltaWidth % 2 == 1, nameof(DeltaWidth), DeltaWidth, "an odd number of frames, at least 3");
    }

    internal override FrameFeature CreateFeature() => new MfccFeature(this);
}
