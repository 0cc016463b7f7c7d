using System.Globalization;
using System.Xml.Linq;
using MicroGenre.Drawing;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Evaluation.Reports.Charts;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Tests.Reports;

public sealed class ChartTests
{
    private const double LeastDifference = 20;

    // Machado, Oliveira and Fernandes (2009), severity 1: linear RGB as people see it who lack a kind of cone.
    private static readonly double[][] Protanopia =
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
    private static readonly double[][] Deuteranopia =
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
    private static readonly double[][] Trichromacy = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];

    public static TheoryData<string> Visions => ["all cones", "no red cones", "no green cones"];

    [Theory]
    [MemberData(nameof(Visions))]
    public void Colours_that_mean_different_things_differ_to_every_eye(string vision)
    {
        string[] colours = [Palette.Fill, Palette.Mark, Palette.Ink, "#ffffff"];
        foreach (var (i, first) in colours.Index())
        {
            foreach (var second in colours.Skip(i + 1))
            {
                Assert.True(Difference(first, second, vision) > LeastDifference,
                    $"{first} and {second} with {vision}: {Difference(first, second, vision):0.0}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Visions))]
    public void Shades_grow_darker_without_a_step_back_and_their_text_stands_out(string vision)
    {
        var lightness = Enumerable.Range(0, 21).Select(i => Lab(Blues.Shade(i / 20.0), vision)[0]).ToList();
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.Second < pair.First));
        Assert.All(Enumerable.Range(0, 21), i =>
            Assert.True(Math.Abs(Lab(Blues.On(i / 20.0), vision)[0] - lightness[i]) > 35, $"text on {i / 20.0}"));
    }

    [Fact]
    public void Charts_fit_a_phone_and_name_their_axes_with_units()
    {
        var epochs = Enumerable.Range(1, 9).Select(i =>
            new EpochResult(i, 0.1, 1.0 / i, 0.1 * i, 1.1 / i, 0.09 * i) { IntraClusterVariance = 100.0 / i, Phase = "clusters" }).ToList();
        var charts = TrainingCurves.Panels(epochs).Select(panel => panel.ToSvg()).ToList();
        Assert.Equal(3, charts.Count);
        Assert.Contains("clusters: accuracy, %", charts[1], StringComparison.Ordinal);
        Assert.Contains("clusters: variance within clusters, squared distance", charts[2], StringComparison.Ordinal);
        string[] genres = [.. Enumerable.Range(0, 10).Select(i => $"genre no {i}")];
        charts.Add(HeatTable.Draw(
            "confusions", "actual genre", "predicted genre", genres, genres, (row, column) => row == column ? 1 : 0.02));
        charts.Add(
            HeatTable.Draw("recall", "what was measured", "genre", ["a rather long name of a method"], genres, (_, column) =>
                column / 10.0));
        charts.Add(
            AccuracyBars.Draw(
                [new Bar("a rather long name of a method, longer than a line", "50.0 % ± 1.2", 0.5, new Interval(0.4, 0.6), 0.9)]));
        Assert.Contains("accuracy, %", charts[^1], StringComparison.Ordinal);
        var drawings = charts.Select(chart => XDocument.Parse(chart).Root!).ToList();
        Assert.All(drawings, drawing => Assert.InRange((int)drawing.Attribute("width")!, 1, Svg.PhoneWidth));
        Assert.All(drawings.Descendants().Attributes("font-size"), size => Assert.True((int)size >= 11));
    }

    [Fact]
    public void A_single_epoch_is_a_dot() => Assert.All(
        TrainingCurves.Panels([new EpochResult(1, 0.1, 2.3, 0.1, null, null)]), panel =>
            Assert.Single(XDocument.Parse(panel.ToSvg()).Descendants(), shape => shape.Name.LocalName == "circle"));

    [Theory]
    [InlineData("55.8 % ± 1.2", "ResNet34, from the weights of", "a picture classifier")]
    [InlineData("50.3 %", "CNN + LSTM AE + CALM (Proposed", "Model)")]
    public void A_name_of_a_bar_that_would_touch_its_figure_goes_on_below_it(string figure, string first, string rest)
    {
        var chart = XDocument.Parse(AccuracyBars.Draw([new Bar($"{first} {rest}", figure, 0.5, new Interval(0.4, 0.6), 0.9)]));
        Assert.Superset(
            new HashSet<string>([first, rest], StringComparer.Ordinal),
            chart.Descendants().Where(shape => shape.Name.LocalName == "text").Select(text => text.Value)
                .ToHashSet(StringComparer.Ordinal));
    }

    // Euclidean distance in CIELAB (1976): about 2 can just be told apart side by side.
    private static double Difference(string first, string second, string vision) =>
        Math.Sqrt(Lab(first, vision).Zip(Lab(second, vision), (a, b) => (a - b) * (a - b)).Sum());

    private static double[] Lab(string colour, string vision)
    {
        var rgb = Enumerable.Range(0, 3).Select(
            i => Linear(int.Parse(colour.AsSpan(1 + (2 * i), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)).ToArray();
        var seen = Multiply(vision switch { "no red cones" => Protanopia, "no green cones" => Deuteranopia, _ => Trichromacy }, rgb)
            .Select(value => Math.Clamp(value, 0, 1)).ToArray();
        var xyz = Multiply([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]], seen);
        var (x, y, z) = (Root(xyz[0] / 0.95047), Root(xyz[1]), Root(xyz[2] / 1.08883));
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
    }

    private static double[] Multiply(double[][] matrix, double[] vector) =>
        [.. matrix.Select(row => row.Zip(vector, (a, b) => a * b).Sum())];

    private static double Linear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static double Root(double value) => value > 216.0 / 24389 ? Math.Cbrt(value) : ((24389.0 / 27 * value) + 16) / 116;
}
