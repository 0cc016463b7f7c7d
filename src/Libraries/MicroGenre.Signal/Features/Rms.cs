using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>Settings of the root mean square of each frame's samples (librosa's <c>feature.rms</c>).</summary>
public sealed record RmsSettings : FeatureSettings
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "rms";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => 1;

    internal override FrameFeature CreateFeature() => new RmsFeature();
}

/// <summary>The level of each frame.</summary>
internal sealed class RmsFeature : FrameFeature
{
    public override int FrameValues => 1;

    public override void Compute(FrameSpectrum spectrum, Span<float> values)
    {
        var samples = spectrum.Frame.Samples;
        var energy = 0.0;
        foreach (var sample in samples)
        {
            energy += (double)sample * sample;
        }

        values[0] = (float)Math.Sqrt(energy / samples.Length);
    }
}
