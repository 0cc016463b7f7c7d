using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The player keeps its place, its voice and its keys to itself.</summary>
[Collection(nameof(WebSystem))]
public class PlayerTests(WebSystem system)
{
    // Cumulative layout shift.
    private const double MostShift = 0.02;

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
        await visit.Page.EvaluateAsync(
            """
            () => {
              window.shift = 0;
              new PerformanceObserver(list => list.getEntries().forEach(({ value }) => { window.shift += value; }))
                .observe({ type: 'layout-shift' });
            }
            """);
        await visit.ChooseAsync(Sounds.LowThenHigh(seconds: 60));
        await Assertions.Expect(visit.Button("Play")).ToBeVisibleAsync();
        var before = await PlaceOfPlayAsync(visit);

        await Assertions.Expect(visit.Genres.First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Parts.First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".work")).ToBeHiddenAsync();

        Assert.Equal(before, await PlaceOfPlayAsync(visit));
        Assert.InRange(await visit.Page.EvaluateAsync<double>("() => window.shift"), 0, MostShift);
        Assert.Empty(visit.Complaints);
    }

    private static Task<double> PlaceOfPlayAsync(Visit visit) =>
        visit.Page.EvaluateAsync<double>("() => document.querySelector('.play').getBoundingClientRect().top + scrollY");
}
