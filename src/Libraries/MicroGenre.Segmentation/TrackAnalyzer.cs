using MicroGenre.Segmentation.Distances;

namespace MicroGenre.Segmentation;

/// <summary>
/// Models the windows of a track as its samples arrive. It holds one window of samples at a time, so memory does not grow with the track's
/// length.
/// </summary>
/// <example><code>
/// var clip = AudioFile.Read("song.mp3");
/// var analyzer = new TrackAnalyzer(SegmentationSettings.Tuned, clip.SampleRate, clip.Samples.Length);
/// analyzer.Append(clip.Samples);
/// var track = analyzer.Finish();
/// </code></example>
public sealed class TrackAnalyzer
{
    private const int MostEnvelopeParts = 1200;

    private readonly SegmentationSettings _settings;
    private readonly WindowGrid _plan;
    private readonly List<WindowModel> _windows = [];
    private readonly (float Lowest, float Highest)[] _envelope;
    private readonly double[] _window;
    private int _filled;
    private long _seen;

    /// <summary>Creates an analyzer for a track.</summary>
    /// <param name="settings">How to cut and model the track.</param>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    /// <param name="sampleCount">Maximum number of samples.</param>
    /// <exception cref="SegmentationException">A setting is out of range, or windows are too short at this sample rate.</exception>
    public TrackAnalyzer(SegmentationSettings settings, int sampleRate, long sampleCount)
    {
        settings.Validate();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        ArgumentOutOfRangeException.ThrowIfNegative(sampleCount);
        _settings = settings;
        _plan = WindowGrid.For(settings, sampleRate, sampleCount);
        _window = new double[_plan.WindowLength];
        _envelope = new (float, float)[Math.Min(MostEnvelopeParts, sampleCount)];
        Array.Fill(_envelope, (float.PositiveInfinity, float.NegativeInfinity));
    }

    /// <summary>Adds the track's next samples, full scale ±1.</summary>
    /// <exception cref="SegmentationException">A sample is not finite, or there are more samples than announced.</exception>
    public void Append(ReadOnlySpan<float> samples)
    {
        if (_seen + samples.Length > _plan.SampleCount)
        {
            throw new SegmentationException($"The track has more than the {_plan.SampleCount} samples announced");
        }

        while (!samples.IsEmpty)
        {
            var part = (int)(_seen * _envelope.Length / _plan.SampleCount);
            var count = (int)Math.Min(Math.Min(samples.Length, _window.Length - _filled), EndOfPart(part) - _seen);
            Take(samples[..count], ref _envelope[part]);
            samples = samples[count..];
            if (_filled == _window.Length)
            {
                _windows.Add(Model(_window));
                _window.AsSpan(_plan.HopLength).CopyTo(_window);
                _filled -= _plan.HopLength;
            }
        }
    }

    /// <summary>Models the remaining samples and returns the analysis.</summary>
    /// <exception cref="SegmentationException">The track has no samples.</exception>
    public TrackAnalysis Finish()
    {
        if (_seen == 0)
        {
            throw new SegmentationException("The track has no samples");
        }

        var grid = _plan with { SampleCount = _seen };
        if (_windows.Count < grid.Count)
        {
            _windows.Add(Model(_window.AsSpan(0, _filled)));
        }

        return new TrackAnalysis(grid, _windows, [.. _envelope.TakeWhile(part => part.Lowest <= part.Highest)]);
    }

    private long EndOfPart(int part) => (((part + 1) * _plan.SampleCount) + _envelope.Length - 1) / _envelope.Length;

    private void Take(ReadOnlySpan<float> samples, ref (float Lowest, float Highest) part)
    {
        var (lowest, highest) = part;
        foreach (var sample in samples)
        {
            if (!float.IsFinite(sample))
            {
                throw new SegmentationException(
                    $"Sample {_seen} ({(double)_seen / _plan.SampleRate:0.000} s) is not a finite number: {sample}");
            }

            lowest = Math.Min(lowest, sample);
            highest = Math.Max(highest, sample);
            _window[_filled++] = sample;
            _seen++;
        }

        part = (lowest, highest);
    }

    private WindowModel Model(ReadOnlySpan<double> window)
    {
        var model = WindowModel.Of(window, _settings.Order, _plan.LagsOf(_settings), _settings.Method);
        return _settings.Measure == WindowMeasure.Timbre
            ? model with { Timbre = Timbre.Of(Array.ConvertAll(window.ToArray(), sample => (float)sample), _plan.SampleRate) }
            : model;
    }
}
