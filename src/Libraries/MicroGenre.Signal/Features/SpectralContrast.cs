using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the spectral contrast (librosa's <c>feature.spectral_contrast</c>, Jiang et al. 2002): the level difference in dB between
/// the strongest and the weakest frequencies of each octave band.
/// </summary>
public sealed record SpectralContrastSettings : FeatureSettings
{
    /// <summary>Number of octave bands above <see cref="MinFrequency"/>. Another band lies below it.</summary>
    public int Bands { get; init; } = 6;

    /// <summary>Upper edge of the lowest band, in Hz.</summary>
    public double MinFrequency { get; init; } = 200;

    /// <summary>The fraction of a band's frequencies that form its peak, and its valley.</summary>
    public double Quantile { get; init; } = 0.02;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "spectral-contrast";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => Bands + 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Bands is >= 1 and <= 30, nameof(Bands), Bands, "1 to 30 octaves");
        Require(MinFrequency > 0, nameof(MinFrequency), MinFrequency, "a positive frequency");
        Require(Quantile is > 0 and < 1, nameof(Quantile), Quantile, "a fraction between 0 and 1");
        var highest = MinFrequency * Math.Pow(2, Bands - 1);
        Require(highest < SampleRate / 2.0, nameof(Bands), Bands,
            $"octaves below the Nyquist frequency; the highest would start at {highest} Hz");
    }

    internal override FrameFeature CreateFeature() => new SpectralContrastFeature(this);
}

/// <summary>Computes peaks and valleys of each frame's octave bands.</summary>
internal sealed class SpectralContrastFeature : FrameFeature
{
    private readonly (int First, int Count, int Extremes)[] _bands;
    private readonly Extremes _extremes;

    public SpectralContrastFeature(SpectralContrastSettings settings)
    {
        _bands = [.. Enumerable.Range(0, settings.Rows).Select(band => Band(settings, band))];
        _extremes = new Extremes(settings.Bins);
    }

    /// <summary>The peak of each band, then the valley of each band.</summary>
    public override int FrameValues => 2 * _bands.Length;

    public override void Compute(FrameSpectrum spectrum, Span<float> values)
    {
        for (var band = 0; band < _bands.Length; band++)
        {
            var (first, count, extremes) = _bands[band];
            var (valley, peak) = _extremes.Means(spectrum.Magnitude.Slice(first, count), Math.Min(extremes, count));
            (values[band], values[_bands.Length + band]) = (peak, valley);
        }
    }

    public override FeatureMatrix Finish(FeatureMatrix values)
    {
        var half = values.Values.Length / 2;
        var peaks = values.Values.AsSpan(0, half);
        var valleys = values.Values.AsSpan(half);
        Decibels.FromPower(peaks);
        Decibels.FromPower(valleys);
        var result = new FeatureMatrix(_bands.Length, values.Frames);
        for (var i = 0; i < half; i++)
        {
            result.Values[i] = peaks[i] - valleys[i];
        }

        return result;
    }

    /// <summary>
    /// Selects the bins of a band as librosa does: those between its edges, plus the one before (except in the lowest band) and all higher
    /// ones in the highest band; then without the last (except in the highest band). The quantile is computed before the last is removed.
    /// </summary>
    private static (int First, int Count, int Extremes) Band(SpectralContrastSettings settings, int band)
    {
        var low = band == 0 ? 0 : settings.MinFrequency * Math.Pow(2, band - 1);
        var high = settings.MinFrequency * Math.Pow(2, band);
        var isHighest = band == settings.Bands;
        var first = (int)Math.Ceiling(low / settings.HertzPerBin) - (band == 0 ? 0 : 1);
        var last = isHighest ? settings.Bins - 1 : Math.Min((int)Math.Floor(high / settings.HertzPerBin), settings.Bins - 1);
        var count = last - first + 1;
        var extremes = Math.Max(1, (int)Math.Round(settings.Quantile * count, MidpointRounding.ToEven));
        return (first, Math.Max(1, isHighest ? count : count - 1), extremes);
    }
}
