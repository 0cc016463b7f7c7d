using System.Xml.Linq;
using MicroGenre.Segmentation.Layout;
using MicroGenre.Segmentation.Reporting;

namespace MicroGenre.Segmentation.Tests;

public class ReportTests
{
    [Fact]
    public void Points_in_the_plane_keep_their_distances()
    {
        var random = new Random(1);
        var points = Enumerable.Range(0, 40).Select(_ => (X: random.NextDouble(), Y: random.NextDouble())).ToArray();

        var placed = MultidimensionalScaling.Place(DistancesOf(points));

        for (var i = 0; i < points.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                Assert.Equal(Distance(points[i], points[j]), Distance(placed[i], placed[j]), 1e-6);
            }
        }
    }

    [Fact]
    public void Refinement_lowers_the_stress()
    {
        var random = new Random(2);
        var dissimilarities = new SquareMatrix(200, [.. Enumerable.Range(0, 200 * 200).Select(_ => 1 + random.NextDouble())]).Symmetrized();
        for (var i = 0; i < 200; i++)
        {
            dissimilarities[i, i] = 0;
        }

        var refined = MultidimensionalScaling.Stress(dissimilarities, MultidimensionalScaling.Place(dissimilarities));

        Assert.InRange(
            refined, 0, 0.9 * MultidimensionalScaling.Stress(dissimilarities, MultidimensionalScaling.Classical(dissimilarities)));
    }

    [Fact]
    public void Windows_that_are_all_alike_lie_in_one_place() =>
        Assert.All(MultidimensionalScaling.Place(new SquareMatrix(3)), point => Assert.Equal((0, 0), point));

    [Theory]
    [InlineData("ABACA", 6)]
    [InlineData("A", 1)]
    public void The_report_is_well_formed_and_needs_nothing_but_itself(string form, int sectionSeconds)
    {
        var piece = SyntheticPiece.OfResonances(form, sectionSeconds, seed: 1);
        var track = new Segmenter(SegmentationSettings.Tuned).Segment(piece.Samples, SyntheticPiece.SampleRate);

        var html = SegmentationReport.ToHtml(track, "<b>\"Title\" & more", track.Representative(10));

        Assert.Contains("&lt;b&gt;&quot;Title&quot; &amp; more", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        var drawings = html.Split("<svg ").Skip(1)
            .Select(part => XElement.Parse("<svg " + part[..(part.IndexOf("</svg>", StringComparison.Ordinal) + 6)])).ToArray();
        Assert.Equal(5, drawings.Length);
        Assert.Equal(track.Grid.Count, drawings[^1].Elements().Count(element => element.Name.LocalName == "circle"));
        Assert.Equal(track.Segments.Count, drawings[0].Elements()
            .Count(element => element.Elements().Any(child => child.Name.LocalName == "title")));
        Assert.All(
            drawings.SelectMany(drawing => drawing.Descendants()).Attributes("href"),
            link => Assert.StartsWith("data:image/png;base64,", link.Value, StringComparison.Ordinal));
        AssertAllAreNumbers(html);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_can_be_reported()
    {
        var track = new Segmenter(new SegmentationSettings()).Segment(new float[44100], 22050);

        AssertAllAreNumbers(SegmentationReport.ToHtml(track, "silence", track.Representative(1)));
    }

    /// <summary>Pictures are letters of any kind; what is left must not hold what is no number.</summary>
    private static void AssertAllAreNumbers(string html) =>
        Assert.All(html.Split("base64,"), (part, i) =>
            Assert.DoesNotContain("NaN", i == 0 ? part : part[part.IndexOf('"', StringComparison.Ordinal)..], StringComparison.Ordinal));

    private static SquareMatrix DistancesOf((double X, double Y)[] points)
    {
        var distances = new SquareMatrix(points.Length);
        for (var i = 0; i < points.Length; i++)
        {
            for (var j = 0; j < points.Length; j++)
            {
                distances[i, j] = Distance(points[i], points[j]);
            }
        }

        return distances;
    }

    private static double Distance((double X, double Y) left, (double X, double Y) right) =>
        Math.Sqrt(((left.X - right.X) * (left.X - right.X)) + ((left.Y - right.Y) * (left.Y - right.Y)));
}
