using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the tempo (librosa's <c>feature.tempo</c>): one value for the whole signal, <c>[1, 1]</c>, in beats per minute. It is the
/// strongest period of the onset strength, with a preference for tempi near <see cref="StartTempo"/>.
/// </summary>
public sealed record TempoSettings : OnsetStrengthSettings
{
    /// <summary>The most probable tempo a priori, in beats per minute.</summary>
    public double StartTempo { get; init; } = 120;

    /// <summary>Standard deviation of the prior around it, in octaves.</summary>
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

/// <summary>Finds the strongest period of the onset strength.</summary>
internal sealed class TempoFeature(TempoSettings settings) : OnsetStrengthFeature(settings)
{
    public override FeatureMatrix Finish(FeatureMatrix values)
    {
        var strength = base.Finish(values).Values;
        var length = (int)(settings.AutocorrelationSeconds * settings.SampleRate / settings.HopLength);
        var periodicity = Tempogram.Mean(strength, length, hop: 1);
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
}
