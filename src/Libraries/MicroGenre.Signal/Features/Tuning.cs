namespace MicroGenre.Signal;

/// <summary>
/// Estimates how far music is tuned from A = 440 Hz (librosa's <c>estimate_tuning</c> of a power spectrogram, as in its chromagram).
/// Spectral peaks are located between bins; the tuning is the most common deviation of the stronger peaks from the scale, as a fraction of
/// a semitone.
/// </summary>
public sealed class Tuning
{
    private const double MinFrequency = 150;
    private const double MaxFrequency = 4000;
    private const float PeakThreshold = 0.1f;
    private const int BinsPerSemitone = 100;
    private const int Semitones = 12;

    /// <summary>Maximum number of peaks, reached after about an hour. More peaks are thinned out evenly.</summary>
    private const int MaxPeaks = 1 << 22;

    private readonly double _hertzPerBin;
    private readonly FrameCutter _cutter;
    private readonly FrameSpectrum _spectrum;
    private readonly List<(float Magnitude, float Frequency)> _peaks = [];
    private int _keepEvery = 1;
    private int _seen;

    /// <summary>Creates an estimator for a signal that arrives in pieces.</summary>
    /// <param name="settings">Rate, window and hop of the spectra.</param>
    public Tuning(FeatureSettings settings)
    {
        settings.Validate();
        // librosa derives the window's length from the number of bins, so it takes an odd length for the even one below it.
        _hertzPerBin = (double)settings.SampleRate / (2 * (settings.Bins - 1));
        _spectrum = new FrameSpectrum(settings);
        _cutter = new FrameCutter(settings, AddPeaks);
    }

    /// <summary>Estimates the tuning of a clip, in semitones, −0.5 to 0.5.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>.</param>
    /// <param name="settings">Rate, window and hop of the spectra.</param>
    public static double Estimate(ReadOnlySpan<float> samples, FeatureSettings settings)
    {
        var tuning = new Tuning(settings);
        tuning.Push(samples);
        return tuning.Finish();
    }

    /// <summary>Adds the next samples.</summary>
    public void Push(ReadOnlySpan<float> samples) => _cutter.Push(samples);

    /// <summary>Ends the signal and returns its tuning in semitones; 0 if nothing has a pitch.</summary>
    public double Finish()
    {
        _cutter.Finish();
        if (_peaks.Count == 0)
        {
            return 0;
        }

        var threshold = Statistics.Median(_peaks.Select(peak => peak.Magnitude));
        var counts = new int[BinsPerSemitone];
        foreach (var (magnitude, frequency) in _peaks)
        {
            if (magnitude >= threshold)
            {
                var pitch = Semitones * Pitch.Octaves(frequency);
                var residual = pitch - Math.Floor(pitch);
                residual -= residual >= 0.5 ? 1 : 0;
                counts[Math.Clamp((int)Math.Floor((residual + 0.5) * BinsPerSemitone), 0, counts.Length - 1)]++;
            }
        }

        return ((double)counts.AsSpan().IndexOf(counts.Max()) / BinsPerSemitone) - 0.5;
    }

    /// <summary>Finds spectral peaks of one frame by parabolic interpolation of the power (librosa's <c>piptrack</c>).</summary>
    private void AddPeaks(SampleFrame frame)
    {
        _spectrum.Frame = frame;
        var power = _spectrum.Power;
        var threshold = 0f;
        foreach (var value in power)
        {
            threshold = Math.Max(threshold, value);
        }

        threshold *= PeakThreshold;
        var last = Math.Min(power.Length - 2, (int)Math.Ceiling(MaxFrequency / _hertzPerBin) - 1);
        for (var bin = Math.Max(1, (int)Math.Ceiling(MinFrequency / _hertzPerBin)); bin <= last; bin++)
        {
            var (left, centre, right) = (Above(power[bin - 1], threshold), Above(power[bin], threshold), Above(power[bin + 1], threshold));
            if (centre > left && centre >= right)
            {
                AddPeak(power[bin - 1], power[bin], power[bin + 1], bin);
            }
        }
    }

    private static float Above(float value, float threshold) => value > threshold ? value : 0;

    private void AddPeak(float left, float centre, float right, int bin)
    {
        if (_seen++ % _keepEvery != 0)
        {
            return;
        }

        var curvature = right + left - (2 * centre);
        var slope = (right - left) / 2;
        var shift = Math.Abs(slope) >= Math.Abs(curvature) ? 0 : -slope / curvature;
        _peaks.Add((centre + (0.5f * slope * shift), (float)((bin + shift) * _hertzPerBin)));
        if (_peaks.Count == MaxPeaks)
        {
            Thin();
        }
    }

    private void Thin()
    {
        for (var i = 0; i < MaxPeaks / 2; i++)
        {
            _peaks[i] = _peaks[2 * i];
        }

        _peaks.RemoveRange(MaxPeaks / 2, MaxPeaks / 2);
        _keepEvery *= 2;
    }
}
