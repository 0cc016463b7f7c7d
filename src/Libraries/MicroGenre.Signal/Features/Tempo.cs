using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the tempo (librosa's <c>feature.tempo</c>): one value for the whole signal, in beats per minute, <c>[1, 1]</c>: the
/// strongest
/// period of the onset strength, favouring tempi near <see cref="StartTempo"/>.
/// </summary>
public sealed record TempoSettings : OnsetStrengthSettings
{
    /// <summary>The most probable tempo beforehand, in beats per minute.</summary>
    public double StartTempo { get; init; } = 120;

    /// <summary>How far from it tempi may be expected, in octaves.</summary>
    public double TempoDeviation { get; init; } = 1;

    /// <summary>Length of the autocorrelation window, in seconds.</summary>
    public double AutocorrelationSeconds { get; init; } = 8;

    /// <summary>The highest tempo considered, in beats per minute.</summary>
    public double MaxTempo { get; init; } = 320;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "tempo";

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(StartTempo > 0, nameof(StartTempo), StartTempo, "a positive tempo");
        Require(TempoDeviation > 0, nameof(TempoDeviation), TempoDeviation, "a positive number of octaves");
        Require(MaxTempo > 0, nameof(MaxTempo), MaxTempo, "a positive tempo");
        var frames = AutocorrelationSeconds * SampleRate / HopLength;
        Require(frames is >= 2 and <= 1 << 20, nameof(AutocorrelationSeconds), AutocorrelationSeconds,
            "long enough for two frames and at most 2^20");
    }

    internal override FrameFeature CreateFeature() => new TempoFeature(this);
}

/// <summary>The strongest period of the onset strength.</summary>
internal sealed class TempoFeature(TempoSettings settings) : OnsetStrengthFeature(settings)
{
    public override FeatureMatrix Finish(FeatureMatrix values)
    {
        var strength = base.Finish(values).Values;
        var length = (int)(settings.AutocorrelationSeconds * settings.SampleRate / settings.HopLength);
        var periodicity = MeanTempogram(strength, length);
        var framesPerMinute = 60.0 * settings.SampleRate / settings.HopLength;
        var (best, bestScore) = (0.0, double.NegativeInfinity);
        for (var lag = 1; lag < length; lag++)
        {
            var tempo = framesPerMinute / lag;
            var octaves = (Math.Log2(tempo) - Math.Log2(settings.StartTempo)) / settings.TempoDeviation;
            var score = Math.Log(1 + (1e6 * periodicity[lag])) - (0.5 * octaves * octaves);
            if (tempo < settings.MaxTempo && score > bestScore)
            {
                (best, bestScore) = (tempo, score);
            }
        }

        return new FeatureMatrix(1, 1, [(float)best]);
    }

    /// <summary>
    /// librosa's <c>tempogram</c>, averaged over time: autocorrelations, <c>[lags]</c>, of the onset strength under a Hann window around
    /// each
    /// frame, each relative to its greatest value.
    /// </summary>
    private static double[] MeanTempogram(float[] strength, int length)
    {
        var padded = PadWithRamps(strength, length / 2);
        var window = WindowFunction.Hann(length).Values;
        var correlation = new SpectralAutocorrelation(length);
        var mean = new double[length];
        var framed = new double[length];
        for (var frame = 0; frame < strength.Length && frame + length <= padded.Length; frame++)
        {
            for (var i = 0; i < length; i++)
            {
                framed[i] = padded[frame + i] * window[i];
            }

            var lags = correlation.Compute(framed);
            var greatest = Math.Max(lags[0], double.Epsilon);
            for (var lag = 0; lag < length; lag++)
            {
                mean[lag] += lags[lag] / greatest / strength.Length;
            }
        }

        return mean;
    }

    /// <summary>Continues both ends to zero in a straight line.</summary>
    private static double[] PadWithRamps(float[] values, int count)
    {
        var padded = new double[values.Length + (2 * count)];
        for (var i = 0; i < values.Length; i++)
        {
            padded[count + i] = values[i];
        }

        for (var i = 0; i < count; i++)
        {
            var part = (double)i / count;
            padded[i] = values[0] * part;
            padded[^(i + 1)] = values[^1] * part;
        }

        return padded;
    }
}
