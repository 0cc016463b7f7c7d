using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>Settings of <see cref="LogMelSpectrogram"/>: a mel spectrogram's, and how its power becomes decibels.</summary>
public record LogMelSettings : MelSettings
{
    /// <summary>The power that is 0 dB; the clip's greatest unless told (librosa's <c>ref=np.max</c>).</summary>
    public double? ReferencePower { get; init; }

    /// <summary>The least power told apart from silence (librosa's <c>amin</c>).</summary>
    public double MinPower { get; init; } = 1e-10;

    /// <summary>How far below the clip's maximum values are cut off, in dB; <see langword="null"/> to keep them all.</summary>
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
