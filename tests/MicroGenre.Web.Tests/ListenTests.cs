using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>A track comes in, and is shown and heard.</summary>
[Collection(nameof(WebSystem))]
public class ListenTests(WebSystem system)
{
    // What a drawing keeps free on its left, in pixels.
    private const int Gutter = 80;

    [ChromiumFact]
    public async Task A_track_gets_its_genres_its_pictures_and_its_parts()
    {
        await using var visit = await system.VisitAsync();

        await visit.ListenAsync(Sounds.LowThenHigh());

        await Assertions.Expect(visit.Genres).ToHaveCountAsync(2);
        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("low then high.wav");
        await Assertions.Expect(visit.Page.Locator(".track-head .fine"))
            .ToHaveTextAsync("0:08 · WAV · 22.05 kHz · 16 bit · mono · toy 1");
        await Assertions.Expect(visit.Page.Locator(".uncertain")).ToHaveCountAsync(0);
        await Assertions.Expect(Picture(visit, "How loud the track is over 8 seconds")).ToBeVisibleAsync();
        await Assertions.Expect(Picture(visit, "Mel spectrogram, 0 to 11025 Hz over 8 seconds")).ToBeVisibleAsync();
        await Assertions.Expect(Picture(visit, "Genre over time: Low from 0:00 to")).ToBeVisibleAsync();

        // A canvas is there before it is drawn on: that waits for a frame.
        await visit.Page.WaitForFunctionAsync(
            """
            () => {
              const canvas = document.querySelector('.spectrogram canvas');
              const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
              return new Set(pixels).size > 20;
            }
            """);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Silence_has_no_genre_and_the_page_says_why()
    {
        await using var visit = await system.VisitAsync();

        await visit.ChooseAsync(Sounds.Wave("silence.wav", Wav.Of(OddSounds.Of("silence", 8))));

        await Assertions.Expect(visit.Page.Locator(".answer")).ToContainTextAsync("No genre:");
        await Assertions.Expect(visit.Page.Locator(".answer strong")).ToHaveTextAsync("no music");
        await Assertions.Expect(visit.Page.Locator(".uncertain")).ToHaveTextAsync("Nothing in 8 s of audio is louder than -60 dBFS.");
        await Assertions.Expect(visit.Genres).ToHaveCountAsync(0);
    }

    [ChromiumFact]
    public async Task A_track_is_dropped_anywhere_on_the_page()
    {
        await using var visit = await system.VisitAsync();
        var track = Sounds.Track("low");
        var dropped = await visit.Page.EvaluateHandleAsync(
            "([name, bytes]) => { const drop = new DataTransfer(); drop.items.add(new File([Uint8Array.from(atob(bytes), one => "
            + "one.charCodeAt(0))], name)); return drop; }",
            new[] { track.Name, Convert.ToBase64String(track.Buffer) });

        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Models" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#models-title")).ToBeVisibleAsync();
        await visit.Page.Locator("h1:visible").DispatchEventAsync("drop", new { dataTransfer = dropped });

        await Assertions.Expect(visit.Genres.First).ToContainTextAsync("Low");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task The_playhead_moves_while_a_track_plays_and_stays_when_it_is_paused()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 60));

        await visit.Button("Play").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".player .clock")).Not.ToHaveTextAsync("0:00 / 1:00");
        await visit.Button("Pause").ClickAsync();
        await Assertions.Expect(visit.Button("Play")).ToBeVisibleAsync();

        var head = await visit.Page.Locator(".timeline .playhead").BoundingBoxAsync();
        var canvas = await visit.Page.Locator(".timeline canvas").BoundingBoxAsync();
        Assert.True(head!.X > canvas!.X + Gutter, $"{head.X} in {canvas.X}");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_click_hears_a_part()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 60));

        await visit.Parts.Last.ClickAsync();
        await Assertions.Expect(visit.Button("Pause")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Parts.Last).ToHaveAttributeAsync("aria-current", "true");
        await Assertions.Expect(visit.Page.Locator(".now")).ToContainTextAsync("High");

        var canvas = await visit.Page.Locator(".spectrogram canvas").BoundingBoxAsync();
        await visit.Page.Locator(".spectrogram canvas").ClickAsync(new LocatorClickOptions
        {
            Position = new Position { X = canvas!.Width / 4, Y = 20 },
        });
        await Assertions.Expect(visit.Parts.First).ToHaveAttributeAsync("aria-current", "true");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_long_track_is_drawn_with_no_more_than_a_short_one()
    {
        await using var visit = await system.VisitAsync();
        var answer = visit.Page.WaitForResponseAsync(response => response.Url.Contains("picture", StringComparison.Ordinal));

        await visit.ListenAsync(Sounds.Wave("long.wav", Wav.Sine(2 * 60, 200, sampleRate: 8000)));

        await Assertions.Expect(visit.Page.Locator(".track-head .fine")).ToContainTextAsync("2:00");
        await Assertions.Expect(visit.Page.Locator(".player .clock")).ToHaveTextAsync("0:00 / 2:00");
        Assert.InRange((await (await answer).BodyAsync()).Length, 200_000, 1_000_000);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_file_that_is_no_music_is_told_in_one_line_and_the_next_track_is_taken()
    {
        await using var visit = await system.VisitAsync();

        await visit.ChooseAsync(Sounds.Broken);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)
            .Filter(new LocatorFilterOptions { HasText = "Not audio we can read" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("Try again")).ToHaveCountAsync(0);
        await Assertions.Expect(visit.Button("Play")).ToBeHiddenAsync();

        await visit.Button("Close broken.mp3").ClickAsync();
        await visit.ListenAsync(Sounds.Track("low"));
        await Assertions.Expect(visit.Genres.First).ToContainTextAsync("Low");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_file_that_is_too_large_is_told_before_it_is_sent()
    {
        await using var small = await WebHost.StartAsync(
            [.. system.Addresses, KeyValuePair.Create<string, string?>("Web:LargestUpload", "102400")]);
        await using var visit = await (await system.BrowserAsync()).VisitAsync(small.Address.ToString());
        var sent = new List<string>();
        visit.Page.Request += (_, request) => sent.Add(request.Method);
        await Assertions.Expect(visit.Page.Locator("#limits")).ToContainTextAsync("Up to 100 KB each.");

        await visit.ChooseAsync(Sounds.LowThenHigh());

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)
            .Filter(new LocatorFilterOptions { HasText = "The file has 345 KB; the limit is 100 KB." })).ToBeVisibleAsync();
        Assert.DoesNotContain("POST", sent);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_recording_becomes_a_track()
    {
        await using var visit = await system.VisitAsync();

        await visit.Button("Record").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".recorder .clock")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".recorder .clock")).Not.ToHaveTextAsync("0:00 / 10:00");
        await visit.Button("Stop").ClickAsync();

        // The browser's microphone beeps now and then, which may be too little to judge.
        await Assertions.Expect(visit.Page.Locator(".answer")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#track-name")).ToContainTextAsync("Recording");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task All_of_it_works_by_keyboard()
    {
        await using var visit = await system.VisitAsync();
        var keyboard = visit.Page.Keyboard;

        var files = visit.Page.Locator("#files");
        await files.EvaluateAsync(
            "input => input.addEventListener('click', event => { event.preventDefault(); input.dataset.opened = 'true'; })");
        await TabToAsync(visit, "Choose files");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(files).ToHaveAttributeAsync("data-opened", "true");
        await visit.ChooseAsync(Sounds.LowThenHigh(seconds: 60));
        await Assertions.Expect(visit.Parts.First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".work")).ToBeHiddenAsync();

        await TabToAsync(visit, "Play");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Button("Pause")).ToBeVisibleAsync();
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Button("Play")).ToBeVisibleAsync();

        var position = visit.Page.GetByLabel("Position");
        await TabToAsync(visit, "Position");
        await keyboard.PressAsync("Home");
        await Assertions.Expect(position).ToHaveAttributeAsync("aria-valuetext", "0 seconds of 1 minute");
        await keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(position).ToHaveAttributeAsync("aria-valuetext", "5 seconds of 1 minute");

        await TabToAsync(visit, "Part A");
        await keyboard.PressAsync("End");
        await Assertions.Expect(visit.Parts.Last).ToBeFocusedAsync();
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Parts.Last).ToHaveAttributeAsync("aria-current", "true");
        Assert.Empty(visit.Complaints);
    }

    private static ILocator Picture(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions
    {
        Name = name,
    });

    // Goes on as a reader does until the thing has the focus, and sees that it shows it.
    private static async Task TabToAsync(Visit visit, string name)
    {
        const int MostStops = 40;
        for (var stop = 0; stop < MostStops; stop++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var (label, outline) = await FocusAsync(visit);
            Assert.NotEqual("none", outline);
            if (label.StartsWith(name, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"'{name}' is not reached with the Tab key.");
    }

    private static async Task<(string Label, string Outline)> FocusAsync(Visit visit)
    {
        var focus = await visit.Page.EvaluateAsync<string[]>(
            "() => { const one = document.activeElement; return [one.getAttribute('aria-label') ?? one.textContent.trim(), one === "
            + "document.body ? 'body' : getComputedStyle(one).outlineStyle]; }");
        return (focus[0], focus[1]);
    }
}
