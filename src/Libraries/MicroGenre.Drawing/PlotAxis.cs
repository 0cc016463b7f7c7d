using System.Globalization;

namespace MicroGenre.Drawing;

/// <summary>A mark on an axis.</summary>
/// <param name="Position">Where, from 0 (start) to 1 (end).</param>
/// <param name="Label">What it says.</param>
internal sealed record Tick(double Position, string Label);

/// <summary>One axis of a plot.</summary>
/// <param name="Label">What it shows, with its unit.</param>
/// <param name="Ticks">Its marks.</param>
internal sealed record PlotAxis(string Label, IReadOnlyList<Tick> Ticks)
{
    /// <summary>An even axis with marks at round numbers, about <paramref name="count"/> of them.</summary>
    public static PlotAxis Linear(string label, double min, double max, int count)
    {
        var step = RoundStep((max - min) / count);
        var ticks = new List<Tick>();
        for (var value = Math.Ceiling(min / step) * step; value <= max + (step * 1e-6); value += step)
        {
            var rounded = Math.Abs(value) < step / 2 ? 0 : value;
            ticks.Add(new Tick((value - min) / (max - min), rounded.ToString("0.######", CultureInfo.InvariantCulture).Replace('-', '−')));
        }

        return new PlotAxis(label, ticks);
    }

    /// <summary>The round number 1, 2 or 5 times a power of ten at or above a step.</summary>
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
