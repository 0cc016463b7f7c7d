using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the waveform itself, a second in each frame: <c>[SampleRate, seconds]</c>, the input of segmentation-transfer-skip-rnn's
/// network on raw audio. Frames do not overlap and are not centred: frame t holds the samples from second t to t + 1. A last second that
/// is not complete is left out; less than one second in all is one frame, silent at its end.
/// </summary>
public sealed record WaveformSettings : FeatureSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "waveform";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => SampleRate;

    /// <summary>A second; it cannot be set.</summary>
    [JsonIgnore]
    public override int WindowLength => SampleRate;

    /// <summary>A second; it cannot be set.</summary>
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
