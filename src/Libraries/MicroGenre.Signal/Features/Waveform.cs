using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the raw waveform, one second per frame, <c>[SampleRate, seconds]</c>: the input of segmentation-transfer-skip-rnn's network
/// on raw audio. Frames neither overlap nor are centred: frame t holds the samples from second t to t + 1. An incomplete last second is
/// dropped; a signal shorter than one second gives one frame, padded with silence.
/// </summary>
public sealed record WaveformSettings : FeatureSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "waveform";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => SampleRate;

    /// <summary>One second; it cannot be set.</summary>
    [JsonIgnore]
    public override int WindowLength => SampleRate;

    /// <summary>One second; it cannot be set.</summary>
    [JsonIgnore]
    public override int HopLength => SampleRate;

    internal override int Padding => 0;

    /// <inheritdoc/>
    public override int FrameCount(long samples) => checked((int)Math.Max(1, samples / SampleRate));

    internal override FrameFeature CreateFeature() => new WaveformFeature(SampleRate);
}

/// <summary>The samples of each frame.</summary>
internal sealed class WaveformFeature(int windowLength) : FrameFeature
{
    public override int FrameValues => windowLength;

    public override void Compute(FrameSpectrum spectrum, Span<float> values) => spectrum.Frame.Samples.CopyTo(values);
}
