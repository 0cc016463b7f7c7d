using System.Xml.Linq;
using MicroGenre.Signal.Pictures;

namespace MicroGenre.Signal.Tests;

public sealed class PlotTests
{
    private static readonly FeatureSettings[] Settings =
    [
        new SpectrogramSettings(), new SpectrogramSettings { Power = 1 }, new MelSettings(), new LogMelSettings(), new MfccSettings(),
            new ChromaStftSettings
        {
            Tuning = 0,
        },
        new ZeroCrossingRateSettings(), new RmsSettings(), new SpectralCentroidSettings(), new SpectralContrastSettings(),
            new OnsetStrengthSettings(), new WaveformSettings(),
    ];

    [Fact]
    public void Every_feature_is_drawn_as_PNG_and_as_well_formed_SVG()
    {
        var samples = Sweep();
        foreach (var settings in Settings)
        {
            var plot = Plot.Of(Feature.Compute(samples, settings), settings, $"{settings.Feature} of \"a < b\" & more");
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], plot.ToPng(500, 250)[..4]);
            var svg = XDocument.Parse(plot.ToSvg());
            Assert.Contains(svg.Root!.Elements(), element => element.Value.Contains("a < b", StringComparison.Ordinal));
            Assert.Contains(svg.Root.Elements(), element => element.Value == "time (s)");
        }
    }

    [Fact]
    public void Silence_and_single_samples_are_drawn()
    {
        Assert.NotEmpty(Plot.Waveform([0], 22050, "one").ToPng());
        Assert.NotEmpty(Plot.Waveform(new float[1000], 22050, "silence").ToPng());
        foreach (var settings in Settings)
        {
            Assert.NotEmpty(Plot.Of(Feature.Compute([0], settings), settings, "silence").ToSvg());
        }
    }

    [Fact]
    public void The_papers_picture_is_dark_below_and_bright_where_the_sound_is()
    {
        var samples = Enumerable.Range(0, 22050 * 3).Select(n => (float)Math.Sin(2 * Math.PI * 5000 * n / 22050)).ToArray();
        var picture = SpectrogramPicture.Draw(samples);
        Assert.Equal((432, 288, 432 * 288 * 3), (picture.Width, picture.Height, picture.Pixels.Length));

        var rows = Enumerable.Range(0, picture.Height).Select(y => (int)picture.At(216, y)[0]).ToArray();
        var brightest = Array.IndexOf(rows, rows.Max());
        var expected = picture.Height * (1 - (MelFilterBank.HertzToMel(5000) / MelFilterBank.HertzToMel(11025)));
        Assert.InRange(brightest, expected - 5, expected + 5);

        var pooled = SpectrogramPicture.DrawPooled(samples);
        Assert.Equal(72 * 108 * 3, pooled.Length);
        Assert.All(pooled, value => Assert.InRange(value, 0, 1));
        Assert.Equal(picture.Pixels.Average(value => value / 255.0), pooled.Average(value => (double)value), 1e-5);
    }

    private static float[] Sweep() =>
        [.. Enumerable.Range(0, 22050).Select(n => (float)Math.Sin(2 * Math.PI * (200 + (n / 10.0)) * n / 22050))];
}
