using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The player keeps its place, its voice and its keys to itself.</summary>
[Collection(nameof(WebSystem))]
public class PlayerTests(WebSystem system)
{
    // Cumulative layout shift.
    private const double MostShift = 0.02;

    // What a drawing keeps free on its left, in pixels.
    private const int Gutter = 80;

    [ChromiumFact]
    public async Task A_track_that_is_closed_while_it_plays_falls_silent_without_a_fault()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 60));
        await visit.Button("Play").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".player .clock")).Not.ToHaveTextAsync("0:00 / 1:00");

        await visit.Button("Close low then high.wav").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#track")).ToBeHiddenAsync();

        // What a player still has to tell comes before the next track's answer.
        await visit.ListenAsync(Sounds.Track("low"));
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Another_page_is_silent()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 60));
        await visit.Button("Play").ClickAsync();
        await Assertions.Expect(visit.Button("Pause")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Models", Exact = true }).ClickAsync();

        // Only from another page does the link lead back to the track.
        await Assertions.Expect(visit.Page.Locator("#models-title")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Listen", Exact = true }).ClickAsync();

        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("low then high.wav");
        await Assertions.Expect(visit.Button("Play")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Space_plays_and_pauses_anywhere_and_does_not_scroll()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 60));
        await visit.Page.EvaluateAsync("() => { document.activeElement.blur(); scrollTo(0, 0); }");

        await visit.Page.Keyboard.PressAsync("Space");
        await Assertions.Expect(visit.Button("Pause")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Space");
        await Assertions.Expect(visit.Button("Play")).ToBeVisibleAsync();

        Assert.Equal(0, await visit.Page.EvaluateAsync<double>("() => scrollY"));
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Play_stays_where_it_is_while_answers_arrive()
    {
        await using var visit = await system.VisitAsync();
        await visit.WatchShiftsAsync();
        await visit.ChooseAsync(Sounds.LowThenHigh(seconds: 60));
        await Assertions.Expect(visit.Button("Play")).ToBeVisibleAsync();
        var before = await PlaceOfPlayAsync(visit);

        await Assertions.Expect(visit.Genres.First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Parts.First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".work")).ToBeHiddenAsync();

        Assert.Equal(before, await PlaceOfPlayAsync(visit));
        Assert.InRange(await visit.ShiftAsync(), 0, MostShift);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_drag_over_a_drawing_moves_through_the_track()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 60));
        var plot = await PlotAsync(visit, ".spectrogram");

        await visit.Page.Mouse.MoveAsync(plot.At(0.25f), plot.Middle);
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(plot.At(0.5f), plot.Middle);
        await Assertions.Expect(visit.Page.Locator(".player .clock")).ToHaveTextAsync(Near(30));
        await visit.Page.Mouse.MoveAsync(plot.At(0.75f), plot.Middle);
        await Assertions.Expect(visit.Page.Locator(".player .clock")).ToHaveTextAsync(Near(45));
        await visit.Page.Mouse.UpAsync();

        await Assertions.Expect(visit.Button("Play")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task The_pointer_reads_time_frequency_and_genres_off_the_spectrogram()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 60));
        var plot = await PlotAsync(visit, ".spectrogram");

        await visit.Page.Mouse.MoveAsync(plot.At(0.75f), plot.Middle);

        await Assertions.Expect(visit.Page.Locator(".readout"))
            .ToHaveTextAsync(new Regex(@"^0:4[45]\.\d · \d\.\d kHz · High \d+ % · Low ", RegexOptions.None, Browser.Limit));
        await Assertions.Expect(visit.Page.Locator(".timeline .crosshair")).ToBeVisibleAsync();
        await visit.Page.Mouse.MoveAsync(0, 0);
        await Assertions.Expect(visit.Page.Locator(".readout")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task The_wheel_with_Ctrl_looks_closer_at_what_is_under_the_pointer()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 60));
        var plot = await PlotAsync(visit, ".spectrogram");
        await Assertions.Expect(visit.Page.Locator(".player .window")).ToBeHiddenAsync();

        await visit.Page.Mouse.MoveAsync(plot.At(0.75f), plot.Middle);
        await visit.Page.Keyboard.DownAsync("Control");
        await visit.Page.Mouse.WheelAsync(0, -600);
        await visit.Page.Keyboard.UpAsync("Control");
        await Assertions.Expect(visit.Page.Locator(".player .window")).ToBeVisibleAsync();
        await visit.Page.Mouse.MoveAsync(plot.At(0.74f), plot.Middle);
        await visit.Page.Mouse.MoveAsync(plot.At(0.75f), plot.Middle);
        await Assertions.Expect(visit.Page.Locator(".readout"))
            .ToHaveTextAsync(new Regex(@"^0:4[45]\.", RegexOptions.None, Browser.Limit));
        await visit.Page.Mouse.MoveAsync(plot.At(0.05f), plot.Middle);
        await Assertions.Expect(visit.Page.Locator(".readout")).ToContainTextAsync("0:39.");

        await visit.Button("Zoom out").ClickAsync();
        await visit.Button("Zoom out").ClickAsync();
        await visit.Button("Zoom out").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".player .window")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Button("Zoom in")).ToBeFocusedAsync();
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task The_volume_is_kept_for_the_next_track()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.Track("low"));
        await visit.Page.GetByLabel("Volume").FillAsync("0.25");

        await visit.ListenAsync(Sounds.Track("high"));

        await Assertions.Expect(visit.Page.GetByLabel("Volume")).ToHaveValueAsync("0.25");
    }

    [ChromiumFact]
    public async Task A_part_is_played_again_and_again_until_its_loop_is_undone()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh(seconds: 6));
        await Assertions.Expect(visit.Parts).ToHaveCountAsync(2);

        await visit.Button("Loop").ClickAsync();
        await visit.Parts.Last.ClickAsync();
        await visit.Page.EvaluateAsync(
            """
            () => {
              const position = document.querySelector('[aria-label=Position]');
              let before = 0;
              window.again = 0;
              const look = () => {
                window.again += Number(position.value) < before - 1;
                before = Number(position.value);
                requestAnimationFrame(look);
              };
              look();
            }
            """);
        await visit.Page.WaitForFunctionAsync("() => window.again >= 2");
        await Assertions.Expect(visit.Button("Pause")).ToBeVisibleAsync();

        await visit.Button("Loop").ClickAsync();
        await Assertions.Expect(visit.Button("Play")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    private static Regex Near(int seconds) =>
        new($"^0:({seconds - 1}|{seconds}|{seconds + 1}) / 1:00$", RegexOptions.None, Browser.Limit);

    private static async Task<Plot> PlotAsync(Visit visit, string lane)
    {
        var canvas = visit.Page.Locator($"{lane} canvas");
        await canvas.ScrollIntoViewIfNeededAsync();
        var box = (await canvas.BoundingBoxAsync())!;
        return new Plot(box.X + Gutter, box.Width - Gutter, box.Y + (box.Height / 3));
    }

    private static Task<double> PlaceOfPlayAsync(Visit visit) =>
        visit.Page.EvaluateAsync<double>("() => document.querySelector('.play').getBoundingClientRect().top");

    // Where a drawing's times are, in CSS pixels of the window.
    private sealed record Plot(float Left, float Width, float Middle)
    {
        public float At(float share) => Left + (share * Width);
    }
}
