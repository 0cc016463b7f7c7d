using System.Numerics;
using System.Runtime.CompilerServices;
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
        values[0] = (float)Math.Sqrt(Energy(samples) / samples.Length);
    }

    [MethodImpl(Kernel.Compilation)]
    private static double Energy(ReadOnlySpan<float> samples)
    {
        var sums = Vector<double>.Zero;
        var i = 0;
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(samples[i..]), out var low, out var high);
            sums += (low * low) + (high * high);
        }

        var sum = Vector.Sum(sums);
        for (; i < samples.Length; i++)
        {
            sum += (double)samples[i] * samples[i];
        }

        return sum;
    }
}
