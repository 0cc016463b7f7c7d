namespace MicroGenre.Drawing;

/// <summary>Colours for categories (Okabe and Ito's palette), distinguishable with any colour vision.</summary>
/// <example><code>
/// var svg = new Svg(30, 10, "two clusters");
/// svg.Rectangle(0, 0, 10, 10, OkabeIto.ColourOf(0));
/// svg.Line(10, 5, 30, 5, OkabeIto.ColourOf(1), dash: Dash.Long);
/// </code></example>
public static class OkabeIto
{
    private static readonly string[] Colours = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#8A8A8A"];

    /// <summary>The colour of a category by its number, from 0. From the ninth on, categories differ only by hue.</summary>
    public static string ColourOf(int number) => number < Colours.Length ? Colours[number] : $"hsl({number * 137.508 % 360:0} 55% 50%)";
}
