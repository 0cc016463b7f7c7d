using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>Settings of <see cref="LogMelSpectrogram"/>: those of a mel spectrogram and of its conversion to decibels.</summary>
public record LogMelSettings : MelSettings
{
    /// <summary>The power of 0 dB. The default, <see langword="null"/>, takes the clip's maximum (librosa's <c>ref=np.max</c>).</summary>
    public double? ReferencePower { get; init; }

    /// <summary>Lower limit of the power; smaller values count as silence (librosa's <c>amin</c>).</summary>
    public double MinPower { get; init; } = 1e-10;

    /// <summary>
    /// Dynamic range below the clip's maximum, in dB; lower values are raised to it. <see langword="null"/> for no limit.
    /// </summary>
    public double? TopDecibels { get; init; } = 80;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "log-mel";

    internal override FrameFeature CreateFeature() => new LogMelFeature(this);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(ReferencePower is null or > 0, nameof(ReferencePower), ReferencePower, "a positive power");
        Require(MinPower > 0, nameof(MinPower), MinPower, "a positive power");
        Require(TopDecibels is null or >= 0, nameof(TopDecibels), TopDecibels, "at least 0 dB");
    }
}
