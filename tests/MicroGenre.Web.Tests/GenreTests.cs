using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>What the page makes of genres: colours, and words for tracks that have several.</summary>
[Collection(nameof(WebSystem))]
public class GenreTests(WebSystem system)
{
    // Contrast of a drawing with what is behind it (WCAG 1.4.11).
    private const double LeastContrast = 3;

    // In OKLab; two of the colours of Okabe and Ito are 0.076 apart to those who lack one kind of cones.
    private const double LeastDistance = 0.1;

    // The least distance between colours, in OKLab, to whoever lacks one kind of cones or none; and their least contrast with a card.
    private const string Measure =
        """
        names => {
          const sheet = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
          const linear = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255)
            .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
          // Machado, Oliveira and Fernandes 2009, severity 1: all cones, and without those for red, green and blue.
          const eyes = [
            [1, 0, 0, 0, 1, 0, 0, 0, 1],
            [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
            [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
            [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
          ];
          const seen = (eye, [r, g, b]) => [0, 3, 6].map(i => Math.min(1, Math.max(0, eye[i] * r + eye[i + 1] * g + eye[i + 2] * b)));
          const oklab = ([r, g, b]) => {
            const [l, m, s] = [
              0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
              0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
              0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
            ].map(Math.cbrt);
            return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
              0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
          };
          const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
          const colours = names.map(name => linear(sheet(name)));
          const distances = eyes.flatMap(eye => {
            const places = colours.map(colour => oklab(seen(eye, colour)));
            return places.flatMap((one, i) => places.slice(0, i)
              .map(other => Math.hypot(...one.map((value, axis) => value - other[axis]))));
          });
          const card = luminance(linear(sheet('--card')));
          const contrasts = colours.map(luminance).map(one => (Math.max(one, card) + 0.05) / (Math.min(one, card) + 0.05));
          return [Math.min(...distances), Math.min(...contrasts)];
        }
        """;

    private static readonly string[] Genres = [.. Enumerable.Range(0, 10).Select(i => $"--genre-{i}")];

    // Drawn over greys, beside each other.
    private static readonly string[] Evidence = ["--pro", "--contra"];

    [ChromiumFact]
    public async Task Colours_are_told_apart_whichever_cones_are_missing()
    {
        await using var visit = await system.VisitAsync();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            var genres = await visit.Page.EvaluateAsync<double[]>(Measure, Genres);
            var evidence = await visit.Page.EvaluateAsync<double[]>(Measure, Evidence);

            Assert.True(genres[0] >= LeastDistance, $"{scheme}: two genres are only {genres[0]} apart");
            Assert.True(genres[1] >= LeastContrast, $"{scheme}: a genre has a contrast of only {genres[1]}");
            Assert.True(evidence[0] >= LeastDistance, $"{scheme}: for and against are only {evidence[0]} apart");
        }
    }

    [ChromiumFact]
    public async Task A_genre_has_one_colour_in_its_bar_its_row_and_its_total()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");
        await visit.Button("high.0.wav").ClickAsync();
        await Assertions.Expect(visit.Genres.First).ToContainTextAsync("High");

        var colours = await visit.Page.EvaluateAsync<string[]>(
            """
            () => [
              '#tracks tr.selected td.genre .swatch', '.total:nth-child(1) .swatch', '.total:nth-child(2) .swatch', '.genres .trough span',
            ].map(one => getComputedStyle(document.querySelector(one)).backgroundColor)
            """);

        Assert.Equal(colours[0], colours[3]);
        Assert.Contains(colours[0], colours[1..3]);
        Assert.Equal(2, colours.Distinct().Count());
    }

    [ChromiumFact]
    public async Task A_mix_is_told_by_how_long_each_of_its_genres_lasts()
    {
        await using var visit = await system.VisitAsync();

        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 80));

        await Assertions.Expect(visit.Page.Locator(".answer")).ToContainTextAsync("A mix:");
        await Assertions.Expect(visit.Page.Locator(".answer strong")).ToHaveTextAsync("Low 40 s, High 40 s");
        await Assertions.Expect(visit.Page.Locator(".uncertain")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Parts.First).ToHaveAccessibleNameAsync(
            new Regex("^Part A · mostly Low, 0:00 to 0:(?:39|40)$", RegexOptions.None, Browser.Limit));
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task An_hour_of_ten_clear_genres_is_a_mix_and_no_guess()
    {
        await using var visit = await system.VisitAsync();

        var headline = await visit.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const { Track } = await import('/js/tracks.js');
              const { headlineOf } = await import('/js/verdict.js');
              const labels = Array.from('abcdefghij');
              const genres = best => labels.map(label => ({ label, probability: label === best ? 0.91 : 0.01 }));
              const timeline = labels.flatMap((label, i) => Array.from({ length: 60 }, (_, j) => (
                { startSeconds: (i * 60 + j) * 6, endSeconds: (i * 60 + j) * 6 + 6, prediction: { genres: genres(label) } })));
              const track = new Track(new Blob(), 'an hour', 0);
              track.answers.genres = { timeline, audio: { durationSeconds: 3600 },
                prediction: { uncertain: true, genres: labels.map(label => ({ label, probability: 0.1 })) } };
              return headlineOf(track);
            }
            """);

        Assert.Equal(["A mix:", "A 6 min, B 6 min, C 6 min, D 6 min and 6 more"], headline);
    }
}
