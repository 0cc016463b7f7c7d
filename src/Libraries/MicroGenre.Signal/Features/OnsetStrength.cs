using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of the onset strength (librosa's <c>onset.onset_strength</c>): how much the log-mel spectrogram rises from one frame to the
/// next, in dB, averaged over the bands.
/// </summary>
public record OnsetStrengthSettings : LogMelSettings
{
    /// <summary>Creates librosa's defaults: hop 512, 0 dB at a power of 1.</summary>
    public OnsetStrengthSettings()
    {
        HopLength = 512;
        ReferencePower = 1;
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "onset-strength";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => 1;

    internal override FrameFeature CreateFeature() => new OnsetStrengthFeature(this);
}

/// <summary>The mean rise of the log-mel spectrogram.</summary>
internal class OnsetStrengthFeature(OnsetStrengthSettings settings) : LogMelFeature(settings)
{
    public override FeatureMatrix Finish(FeatureMatrix values)
    {
        var logMel = base.Finish(values);
        var result = new FeatureMatrix(1, logMel.Frames);
        // A rise shows in the first frame whose window reaches it, but belongs to the centre of that window.
        var delay = 1 + (settings.WindowLength / (2 * settings.HopLength));
        for (var band = 0; band < logMel.Rows; band++)
        {
            var row = logMel.Row(band);
            for (var frame = delay; frame < row.Length; frame++)
            {
                var rise = row[frame - delay + 1] - row[frame - delay];
                result.Values[frame] += Math.Max(0, rise) / logMel.Rows;
            }
        }

        return result;
    }
}
