using System.Globalization;

namespace MicroGenre.Drawing;

/// <summary>A tick on an axis.</summary>
/// <param name="Position">Its position, from 0 (start) to 1 (end).</param>
/// <param name="Label">Its label.</param>
public sealed record Tick(double Position, string Label);

/// <summary>An axis of a plot.</summary>
/// <param name="Label">The quantity with its unit.</param>
/// <param name="Ticks">The ticks.</param>
public sealed record Axis(string Label, IReadOnlyList<Tick> Ticks)
{
    private const double LongestInSeconds = 120;
    private static readonly double[] TimeSteps =
        [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];

    /// <summary>Creates a linear axis with about <paramref name="count"/> ticks at round numbers.</summary>
    /// <param name="label">The quantity with its unit.</param>
    /// <param name="min">The value at its start.</param>
    /// <param name="max">The value at its end, above <paramref name="min"/>.</param>
    /// <param name="count">Approximate number of ticks.</param>
    /// <param name="whole">Whether to use only integers.</param>
    public static Axis Linear(string label, double min, double max, int count, bool whole = false)
    {
        var step = RoundStep((max - min) / count);
        return Stepped(label, min, max, whole ? Math.Max(1, step) : step, value =>
            value.ToString("0.######", CultureInfo.InvariantCulture));
    }

    /// <summary>Creates a time axis from 0: in seconds up to two minutes, otherwise in minutes and seconds.</summary>
    /// <param name="seconds">Length of the axis, above 0.</param>
    /// <param name="count">Maximum number of ticks after the first.</param>
    public static Axis Time(double seconds, double count)
    {
        var step = TimeSteps.FirstOrDefault(step => seconds / step <= count, TimeSteps[^1]);
        return seconds <= LongestInSeconds
            ? Stepped("time (s)", 0, seconds, step, time => time.ToString("0.###", CultureInfo.InvariantCulture))
            : Stepped("time (min:s)", 0, seconds, step, time => $"{(int)Math.Round(time) / 60}:{(int)Math.Round(time) % 60:00}");
    }

    /// <summary>Rounds up to 1, 2, 4, 6, 8 or 10 times a power of ten, for the upper end of an axis.</summary>
    public static double RoundUp(double value)
    {
        if (!(value > 0) || !double.IsFinite(value))
        {
            return 1;
        }

        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1.0, 2, 4, 6, 8, 10 }.First(step => step * unit >= value) * unit;
    }

    private static Axis Stepped(string label, double min, double max, double step, Func<double, string> name)
    {
        var ticks = new List<Tick>();
        for (var number = Math.Ceiling(min / step); number * step <= max + (step * 1e-6); number++)
        {
            ticks.Add(new Tick(((number * step) - min) / (max - min), name(number * step).Replace('-', '−')));
        }

        return new Axis(label, ticks);
    }

    /// <summary>Rounds a step up to 1, 2 or 5 times a power of ten.</summary>
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
