using MicroGenre.Drawing;

namespace MicroGenre.Signal.Pictures;

/// <summary>A plot with axes of a waveform or a feature over time, as PNG or SVG.</summary>
public sealed class Plot
{
    private static readonly string[] PitchNames = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

    private const int LeftMargin = 92;
    private const int TopMargin = 60;
    private const int BottomMargin = 60;
    private const int RightMargin = 24;
    private const int ScaleMargin = 130;
    private const int ScaleWidth = 18;
    private const int ScaleGap = 24;
    private const int TickLength = 5;
    private const int TitleHeight = 18;
    private const int LabelGap = 16;
    private const int ScaleSteps = 64;
    private const double DisplayRangeDecibels = 80;

    private readonly string _title;
    private readonly PlotContent _content;
    private readonly Axis _time;
    private readonly Axis _value;
    private readonly Axis? _scale;

    private Plot(string title, PlotContent content, Axis time, Axis value, Axis? scale = null) =>
        (_title, _content, _time, _value, _scale) = (title, content, time, value, scale);

    /// <summary>Plots the samples of a clip over time.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>, at least one.</param>
    /// <param name="sampleRate">Their rate, in Hz.</param>
    /// <param name="title">The title above the plot.</param>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static Plot Waveform(ReadOnlySpan<float> samples, int sampleRate, string title)
    {
        if (samples.IsEmpty)
        {
            throw new ArgumentException("There are no samples to draw.", nameof(samples));
        }

        var copy = samples.ToArray();
        var peak = Math.Max(copy.Max(Math.Abs), 1e-6f);
        return new Plot(
            title, new WaveformContent(copy, peak), TimeAxis((double)copy.Length / sampleRate), Axis.Linear("amplitude", -peak, peak, 6));
    }

    /// <summary>Plots a feature over time: as a line if it has one row, otherwise as a heatmap.</summary>
    /// <param name="feature">The feature, <c>[rows, frames]</c>.</param>
    /// <param name="settings">The settings it was computed with.</param>
    /// <param name="title">The title above the plot.</param>
    /// <exception cref="ArgumentException">The feature has no frames.</exception>
    public static Plot Of(FeatureMatrix feature, FeatureSettings settings, string title)
    {
        if (feature.Frames == 0)
        {
            throw new ArgumentException("The feature has no frames to draw.", nameof(feature));
        }

        var time = TimeAxis((double)feature.Frames * settings.HopLength / settings.SampleRate);
        return settings switch
        {
            WaveformSettings => Waveform(SamplesOf(feature), settings.SampleRate, title),
            SpectrogramSettings { Power: 1 } => Decibels(title, Squared(feature), time, FrequencyAxis(settings)),
            SpectrogramSettings => Decibels(title, feature, time, FrequencyAxis(settings)),
            MfccSettings mfcc => Cepstrum(title, feature, mfcc, time),
            OnsetStrengthSettings => Curve(title, feature, time, "dB"),
            LogMelSettings logMel => Coloured(title, feature, time, MelAxis(logMel), "dB"),
            MelSettings mel => Decibels(title, feature, time, MelAxis(mel)),
            ChromaStftSettings => Coloured(title, feature, time, PitchAxis(), smooth: false),
            SpectralContrastSettings => Coloured(title, feature, time, IndexAxis("octave band", feature.Rows), "dB", smooth: false),
            SpectralCentroidSettings or SpectralBandwidthSettings or SpectralRolloffSettings => Curve(title, feature, time, "Hz"),
            ZeroCrossingRateSettings => Curve(title, feature, time, "crossings per sample"),
            RmsSettings => Curve(title, feature, time, "amplitude"),
            _ when feature.Rows == 1 => Curve(title, feature, time, settings.Feature),
            _ => Coloured(title, feature, time, IndexAxis("row", feature.Rows), smooth: false),
        };
    }

    /// <summary>Renders the plot as a PNG file.</summary>
    public byte[] ToPng(int width = 1200, int height = 440)
    {
        var canvas = new RasterCanvas(CheckWidth(width), CheckHeight(height));
        Draw(canvas);
        return canvas.ToImage().ToPng();
    }

    /// <summary>Renders the plot as an SVG file.</summary>
    public string ToSvg(int width = 1200, int height = 440)
    {
        var canvas = new SvgCanvas(CheckWidth(width), CheckHeight(height), _title);
        Draw(canvas);
        return canvas.ToSvg();
    }

    private static int CheckWidth(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, LeftMargin + ScaleMargin + 50);
        return width;
    }

    private static int CheckHeight(int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, TopMargin + BottomMargin + 50);
        return height;
    }

    private void Draw(ICanvas canvas)
    {
        var (left, top) = (LeftMargin, TopMargin);
        var width = canvas.Width - left - (_scale is null ? RightMargin : ScaleMargin);
        var height = canvas.Height - top - BottomMargin;
        canvas.Rectangle(0, 0, canvas.Width, canvas.Height, Palette.Paper);
        canvas.Text(left, TitleHeight, _title, TextAnchor.Start, Palette.Ink);
        foreach (var tick in _value.Ticks)
        {
            canvas.Rectangle(left, top + (height * (1 - tick.Position)), width, 1, Palette.Grid);
        }

        _content.Draw(canvas, left, top, width, height);
        DrawFrame(canvas, left, top, width, height);
        foreach (var tick in _time.Ticks)
        {
            var x = left + (width * tick.Position);
            canvas.Rectangle(x, top + height, 1, TickLength, Palette.Ink);
            canvas.Text(x, top + height + 16, tick.Label, TextAnchor.Middle, Palette.Ink);
        }

        canvas.Text(left + (width / 2.0), top + height + 38, _time.Label, TextAnchor.Middle, Palette.Ink);
        DrawVerticalTicks(canvas, _value, left, top, height, -1);
        canvas.Text(LabelGap / 2, top - LabelGap, _value.Label, TextAnchor.Start, Palette.Ink);
        if (_scale is not null)
        {
            DrawScale(canvas, _scale, left + width + ScaleGap, top, height);
        }
    }

    private static void DrawScale(ICanvas canvas, Axis scale, int left, int top, int height)
    {
        canvas.Image(
            left, top, Heatmap.Draw(new FeatureMatrix(ScaleSteps, 1, [.. Enumerable.Range(0, ScaleSteps).Select(step => (float)step)]),
                ScaleWidth, height, 0, ScaleSteps - 1));
        DrawFrame(canvas, left, top, ScaleWidth, height);
        DrawVerticalTicks(canvas, scale, left + ScaleWidth, top, height, 1);
        canvas.Text(left, top - LabelGap, scale.Label, TextAnchor.Start, Palette.Ink);
    }

    private static void DrawFrame(ICanvas canvas, double left, double top, double width, double height) =>
        canvas.Polyline([(left, top), (left + width, top), (left + width, top + height), (left, top + height), (left, top)], Palette.Ink,
            1);

    private static void DrawVerticalTicks(ICanvas canvas, Axis axis, double x, double top, double height, int direction)
    {
        foreach (var tick in axis.Ticks)
        {
            var y = top + (height * (1 - tick.Position));
            canvas.Rectangle(direction < 0 ? x - TickLength : x, y, TickLength, 1, Palette.Ink);
            canvas.Text(x + (direction * (TickLength + 4)), y, tick.Label, direction < 0 ? TextAnchor.End : TextAnchor.Start, Palette.Ink);
        }
    }

    private static Plot Curve(string title, FeatureMatrix feature, Axis time, string unit)
    {
        var (min, max) = (Math.Min(0, feature.Values.Min()), feature.Values.Max());
        max = max > min ? max : min + 1;
        return new Plot(title, new CurveContent(feature.Values, min, max), time, Axis.Linear(unit, min, max, 6));
    }

    private static Plot Coloured(string title, FeatureMatrix feature, Axis time, Axis rows, string unit = "", bool smooth = true) =>
        Coloured(title, feature, (feature.Values.Min(), feature.Values.Max()), time, rows, unit, smooth);

    /// <summary>Plots values in colour. Values outside the range get the colours of its ends.</summary>
    private static Plot Coloured(
        string title, FeatureMatrix feature, (float Min, float Max) range, Axis time, Axis rows, string unit, bool smooth)
    {
        var (min, max) = range;
        max = max > min ? max : min + 1;
        return new Plot(title, new HeatmapContent(feature, min, max, smooth), time, rows, Axis.Linear(unit, min, max, 6));
    }

    /// <summary>
    /// Plots MFCC. The first coefficients are much greater than the others, so the colours cover all but a tenth of the values, without C0.
    /// </summary>
    private static Plot Cepstrum(string title, FeatureMatrix feature, MfccSettings settings, Axis time)
    {
        var usual = feature.Values.AsSpan(settings.IncludeC0 && feature.Rows > 1 ? feature.Frames : 0).ToArray();
        Array.Sort(usual);
        var beyond = usual.Length / 20;
        return Coloured(title, feature, (usual[beyond], usual[^(beyond + 1)]), time, IndexAxis("coefficient", feature.Rows), unit: "",
            smooth: false);
    }

    private static Plot Decibels(string title, FeatureMatrix power, Axis time, Axis rows)
    {
        var levels = new FeatureMatrix(power.Rows, power.Frames, [.. power.Values]);
        Signal.Decibels.FromPower(levels.Values, reference: null, topDecibels: DisplayRangeDecibels);
        return Coloured(title, levels, time, rows, "dB");
    }

    /// <summary>The frames, concatenated.</summary>
    private static float[] SamplesOf(FeatureMatrix waveform)
    {
        var samples = new float[waveform.Values.Length];
        for (var frame = 0; frame < waveform.Frames; frame++)
        {
            waveform.CopyFrame(frame, samples.AsSpan(frame * waveform.Rows, waveform.Rows));
        }

        return samples;
    }

    private static FeatureMatrix Squared(FeatureMatrix magnitude) =>
        new(magnitude.Rows, magnitude.Frames, Array.ConvertAll(magnitude.Values, value => value * value));

    private static Axis TimeAxis(double seconds) => Axis.Time(seconds, 12);

    private static Axis FrequencyAxis(FeatureSettings settings) => Axis.Linear("Hz", 0, settings.SampleRate / 2.0, 8);

    /// <summary>An axis with octaves at their places on the mel scale.</summary>
    private static Axis MelAxis(MelSettings settings)
    {
        var (low, high) =
            (MelFilterBank.HertzToMel(settings.MinFrequency), MelFilterBank.HertzToMel(settings.MaxFrequency ?? settings.SampleRate / 2.0));
        var ticks = new List<Tick>();
        for (var hertz = 256; hertz <= settings.SampleRate / 2; hertz *= 2)
        {
            var position = (MelFilterBank.HertzToMel(hertz) - low) / (high - low);
            if (position is >= 0 and <= 1)
            {
                ticks.Add(new Tick(position, $"{hertz}"));
            }
        }

        return new Axis("Hz", ticks);
    }

    private static Axis PitchAxis() => new("pitch", [.. PitchNames.Select((name, i) => new Tick((i + 0.5) / PitchNames.Length, name))]);

    private static Axis IndexAxis(string label, int rows)
    {
        const int mostLabels = 8;
        var step = (rows + mostLabels - 1) / mostLabels;
        return new Axis(
            label, [.. Enumerable.Range(0, rows).Where(row => row % step == 0).Select(row => new Tick((row + 0.5) / rows, $"{row}"))]);
    }
}
