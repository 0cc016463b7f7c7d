using System.Runtime.InteropServices;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>A part of a track: some of its frames, and some of its rows.</summary>
/// <param name="Start">In seconds.</param>
/// <param name="End">In seconds.</param>
/// <param name="LowHertz">In Hz.</param>
/// <param name="HighHertz">In Hz.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrequencyTimeCell(double Start, double End, double LowHertz, double HighHertz)
{
    private const int SecondsDigits = 4;
    private const int HertzDigits = 1;

    /// <summary>The cell of some frames and of a band, one of so many that divide the rows evenly.</summary>
    public static FrequencyTimeCell Of(FeatureSettings settings, int fromFrame, int toFrame, int band, int bands)
    {
        var seconds = (double)settings.HopLength / settings.SampleRate;
        return new FrequencyTimeCell(
            Seconds(fromFrame), Seconds(toFrame), Edge(settings, (double)band / bands), Edge(settings, (band + 1.0) / bands));

        double Seconds(int frame) => Math.Round(frame * seconds, SecondsDigits);
    }

    /// <summary>What the cell adds to a logit.</summary>
    public Contribution Contribute(Evidence evidence, double value) => new(Start, End, LowHertz, HighHertz, evidence, value);

    // Mel bands are even on the mel scale. Rows of other features are no frequencies: all of them are one band.
    private static double Edge(FeatureSettings settings, double share)
    {
        var nyquist = settings.SampleRate / 2.0;
        if (settings is not MelSettings mel)
        {
            return share * nyquist;
        }

        var (low, high) = (MelFilterBank.HertzToMel(mel.MinFrequency), MelFilterBank.HertzToMel(mel.MaxFrequency ?? nyquist));
        return share switch
        {
            0 => mel.MinFrequency,
            1 => mel.MaxFrequency ?? nyquist,
            _ => Math.Round(MelFilterBank.MelToHertz(low + (share * (high - low))), HertzDigits),
        };
    }
}
