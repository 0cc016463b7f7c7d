using System.Globalization;
using System.Text.RegularExpressions;
using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The page says why a track is of a genre.</summary>
[Collection(nameof(WebSystem))]
public class WhyTests(WebSystem system)
{
    // Cumulative layout shift.
    private const double MostShift = 0.02;

    [ChromiumFact]
    public async Task The_evidence_for_a_genre_is_drawn_over_the_spectrogram_where_the_genre_sounds()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh());
        await visit.WatchShiftsAsync();

        await visit.Button("Why Low?").Or(visit.Button("Why High?")).ClickAsync();
        await visit.Page.GetByLabel("Genre to explain").SelectOptionAsync("high");
        await Assertions.Expect(visit.Page.Locator(".key-of-heat")).ToContainTextAsync("Speaks for High: +");
        var map = visit.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "Evidence for High as a heat map." });
        var words = Regex.Match(
            await map.GetAttributeAsync("aria-label") ?? "", @"Most speaks for it at 0:0(?<second>\d) to", RegexOptions.None,
            Browser.Limit);

        // Of eight seconds, the second half is high.
        Assert.InRange(int.Parse(words.Groups["second"].Value, CultureInfo.InvariantCulture), 3, 8);
        var (blue, orange) = await TintsAsync(visit);
        Assert.True(blue > 100, $"{blue} pixels speak for it");
        Assert.True(orange > 100, $"{orange} pixels speak against it");
        Assert.InRange(await visit.ShiftAsync(), 0, MostShift);

        await visit.Button("Why High?").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".why-body")).ToBeHiddenAsync();
        await Assertions.Expect(map).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task The_contributions_are_a_table_whose_strongest_part_comes_first()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh());
        await visit.Button("Why Low?").Or(visit.Button("Why High?")).ClickAsync();

        await visit.Page.Locator(".why").GetByText("As a table").ClickAsync();

        var sums = await visit.Page.Locator(".why tbody td.number").AllTextContentsAsync();
        var sizes = sums.Select(sum => double.Parse(sum[1..], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(24, sizes.Count);
        Assert.Equal(sizes.OrderDescending(), sizes);
        await Assertions.Expect(visit.Page.Locator(".why caption")).ToContainTextAsync("The 24 strongest of 128 parts");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_genre_is_explained_once_and_the_explanation_is_kept()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.Track("low"));
        await visit.Button("Why Low?").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".key-of-heat")).ToBeVisibleAsync();
        var sent = 0;
        visit.Page.Request += (_, request) => sent += request.Method == "POST" ? 1 : 0;

        await visit.Button("Why Low?").ClickAsync();
        await visit.Button("Why Low?").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".key-of-heat")).ToBeVisibleAsync();
        await visit.KeepsAsync(1, pictures: 1, explanations: 1);
        await visit.Page.ReloadAsync();
        await visit.Button("Why Low?").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".key-of-heat")).ToBeVisibleAsync();

        Assert.Equal(0, sent);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_question_is_cancelled_and_one_that_fails_says_why_and_is_asked_again()
    {
        const int Held = 1_000_000;
        await using var relay = new Relay(system.Web.Address);
        await using var visit = await (await system.BrowserAsync()).VisitAsync(relay.Address);
        await visit.ListenAsync(Sounds.Wave("long.wav", Wav.Sine(60, 200)));
        relay.HoldAfter(Held);

        await visit.Button("Why Low?").ClickAsync();
        await visit.Button("Cancel").PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(".why-body")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Button("Why Low?")).ToBeFocusedAsync();

        await visit.Button("Why Low?").ClickAsync();
        await Assertions.Expect(visit.Button("Cancel")).ToBeVisibleAsync();
        relay.Cut();
        await Assertions.Expect(visit.Page.Locator(".why .problem"))
            .ToHaveTextAsync("The connection to MicroGenre was lost. What you have is kept.");

        relay.Mend();
        await visit.Button("Try again").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".key-of-heat")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task Only_the_reason_sounds_until_the_whole_is_asked_for_again()
    {
        await using var visit = await system.VisitAsync();
        await visit.Page.EvaluateAsync(TapLoudspeaker);
        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 60));
        await visit.Page.GetByLabel("Genre to explain").SelectOptionAsync("high");

        await visit.Button("Hear the reason").PressAsync("Enter");
        await Assertions.Expect(visit.Button("Pause")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("Hear the reason")).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.Page.WaitForFunctionAsync(Sounding, new { hertz = 3000, above = -30, below = 0 });

        // Low tones are no reason for High: they are held back by 26 dB.
        await visit.Page.GetByLabel("Position").FillAsync("5");
        await visit.Page.WaitForFunctionAsync(Sounding, new { hertz = 200, above = -60, below = -40 });

        await visit.Button("Hear the reason").PressAsync("Enter");
        await visit.Page.WaitForFunctionAsync(Sounding, new { hertz = 200, above = -30, below = 0 });
        await Assertions.Expect(visit.Button("Pause")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    // Listens to all that goes to the loudspeaker.
    private const string TapLoudspeaker =
        """
        () => {
          const connect = AudioNode.prototype.connect;
          AudioNode.prototype.connect = function (to, ...more) {
            if (to instanceof AudioDestinationNode) {
              window.tap = new AnalyserNode(this.context, { fftSize: 4096, smoothingTimeConstant: 0 });
              connect.call(this, window.tap);
            }
            return connect.call(this, to, ...more);
          };
        }
        """;

    // Whether the level at a frequency, in dB, is between two others.
    private const string Sounding =
        """
        ({ hertz, above, below }) => {
          const levels = new Float32Array(tap.frequencyBinCount);
          tap.getFloatFrequencyData(levels);
          const bin = Math.round(hertz * tap.fftSize / tap.context.sampleRate);
          const level = Math.max(...levels.slice(bin - 2, bin + 3));
          return level > above && level < below;
        }
        """;

    // How many pixels of the spectrogram are blue, and how many are orange; the rest is grey.
    private static async Task<(int Blue, int Orange)> TintsAsync(Visit visit)
    {
        var counts = await visit.Page.EvaluateAsync<int[]>(
            """
            () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => {
              const canvas = document.querySelector('.spectrogram canvas');
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              let [blue, orange] = [0, 0];
              for (let i = 0; i < data.length; i += 4) {
                blue += data[i + 2] > data[i] + 8;
                orange += data[i] > data[i + 2] + 8;
              }
              resolve([blue, orange]);
            })))
            """);
        return (counts[0], counts[1]);
    }
}
