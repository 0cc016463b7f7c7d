using System.Globalization;
using System.Xml.Linq;

namespace MicroGenre.Drawing.Tests;

public class SvgTests
{
    [Fact]
    public void A_picture_is_well_formed_whatever_its_words_are()
    {
        var svg = new Svg(100, 50, "a < b & \"c\"");
        svg.Rectangle(0, 0, 10, 10, Palette.Fill, "tip & <tip>");
        svg.Text(5, 5, "<text>", bold: true);
        svg.UprightText(5, 5, "&");

        var drawing = XElement.Parse(svg.ToString());

        Assert.Equal("a < b & \"c\"", drawing.Elements().First().Value);
        Assert.Contains(drawing.Elements(), element => element.Value == "tip & <tip>");
        Assert.Contains(drawing.Elements(), element => element.Value == "<text>");
    }

    [Fact]
    public void Numbers_have_points_in_every_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            var svg = new Svg(10.5, 10, "");
            svg.Polyline([(0.25, 1.5), (2, 3)], opacity: 0.5);
            var drawing = XElement.Parse(svg.ToString());

            Assert.Equal("10.5", (string?)drawing.Attribute("width"));
            var line = drawing.Elements().Single(element => element.Name.LocalName == "polyline");
            Assert.Equal("0.25,1.5 2,3", (string?)line.Attribute("points"));
            Assert.Equal("0.5", (string?)line.Attribute("opacity"));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_picture_in_a_page_takes_the_colour_of_its_text_and_no_paper()
    {
        var svg = Svg.Inline(100, 50, "a line");
        svg.Line(0, 0, 10, 10);

        var drawing = XElement.Parse(svg.ToString());

        Assert.Null(drawing.Attribute("width"));
        Assert.Equal("a line", (string?)drawing.Attribute("aria-label"));
        Assert.Equal("currentColor", (string?)Assert.Single(drawing.Elements()).Attribute("stroke"));
    }
}
