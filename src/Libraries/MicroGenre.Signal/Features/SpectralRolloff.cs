using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the spectral roll-off (librosa's <c>feature.spectral_rolloff</c>): the frequency, in Hz, below which a fraction of a frame's
/// magnitude lies.
/// </summary>
public sealed record SpectralRolloffSettings : FeatureSettings
{
    /// <summary>The fraction, between 0 and 1.</summary>
    public double Fraction { get; init; } = 0.85;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "spectral-rolloff";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Fraction is > 0 and < 1, nameof(Fraction), Fraction, "a fraction between 0 and 1");
    }

    internal override FrameFeature CreateFeature() => new SpectralRolloffFeature(HertzPerBin, Bins, (float)Fraction);
}

/// <summary>The roll-off frequency of each frame.</summary>
internal sealed class SpectralRolloffFeature(double hertzPerBin, int bins, float fraction) : FrameFeature
{
    private readonly float[] _cumulative = new float[bins];

    public override int FrameValues => 1;

    public override void Compute(FrameSpectrum spectrum, Span<float> values)
    {
        // Sums are accumulated in single precision and in order, so that ties at the threshold are decided as in librosa.
        var magnitude = spectrum.Magnitude;
        var sum = 0f;
        for (var bin = 0; bin < magnitude.Length; bin++)
        {
            sum += magnitude[bin];
            _cumulative[bin] = sum;
        }

        var threshold = fraction * sum;
        var first = 0;
        while (_cumulative[first] < threshold)
        {
            first++;
        }

        values[0] = (float)(first * hertzPerBin);
    }
}
