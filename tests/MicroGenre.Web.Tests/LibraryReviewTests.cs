using System.Globalization;
using System.Text.RegularExpressions;
using MicroGenre.Contracts;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>Tracks are decided on one after the other, by ear and by keyboard.</summary>
[Collection(nameof(WebSystem))]
public class LibraryReviewTests(WebSystem system, MadeUpLibrary library) : IClassFixture<MadeUpLibrary>
{
    [ChromiumFact]
    public async Task Disagreements_are_decided_by_keys_undone_and_followed_by_more()
    {
        await using var visit = await OpenAsync("disagreements");
        var first = await TitleAsync(visit);
        await Assertions.Expect(visit.Page.Locator(".about")).ToHaveTextAsync(Like("^Its tag says .* the model "));

        await visit.Page.Keyboard.PressAsync("k");
        await Assertions.Expect(Progress(visit)).ToHaveTextAsync(Like(@"^2 of \d+$"));
        await Assertions.Expect(visit.Page.Locator("#review-title")).ToBeFocusedAsync();
        Assert.Single(await LabelledAsync());
        await visit.Page.Keyboard.PressAsync("u");
        await Assertions.Expect(Progress(visit)).ToHaveTextAsync(Like(@"^1 of \d+$"));
        Assert.Equal(first, await TitleAsync(visit));
        Assert.Empty(await LabelledAsync());

        await visit.Page.Keyboard.PressAsync("m");
        await Assertions.Expect(Progress(visit)).ToHaveTextAsync(Like(@"^2 of \d+$"));
        await visit.Page.Keyboard.PressAsync("o");
        await Assertions.Expect(visit.Page.Locator("#other-genre")).ToBeFocusedAsync();
        await visit.Page.Keyboard.TypeAsync("Dusk");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Progress(visit)).ToHaveTextAsync(Like(@"^3 of \d+$"));
        Assert.Contains("Dusk", await LabelledAsync());

        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(visit.Page.Locator(".decision")).ToHaveTextAsync("Decided: Dusk");

        // To the end of the round, and past it.
        var count = int.Parse((await Progress(visit).TextContentAsync())!.Split(' ')[^1], CultureInfo.InvariantCulture);
        for (var i = 2; i <= count; i++)
        {
            await Assertions.Expect(Progress(visit)).ToHaveTextAsync($"{i} of {count}");
            await visit.Page.Keyboard.PressAsync("s");
        }

        await Assertions.Expect(visit.Page.Locator("#review-title")).ToHaveTextAsync("That was the last one");
        await Assertions.Expect(visit.Page.Locator("#review-title")).ToBeFocusedAsync();
        await Assertions.Expect(visit.Page.Locator(".review-card pre"))
            .ToContainTextAsync("./microgenre teach Dusk --library FOLDER --as mine");
        Assert.Empty(visit.Complaints);
        foreach (var labelled in await TracksAsync())
        {
            await LabelAsync(labelled, "");
        }
    }

    [ChromiumFact]
    public async Task Space_plays_from_the_middle_and_goes_on_with_the_next_track()
    {
        await using var visit = await OpenAsync("labels");

        // The page looks at the clock by itself: a test that comes seconds later finds the music beyond the middle.
        await visit.Page.EvaluateAsync(
            """
            () => {
              const player = document.querySelector('#library-transport');
              new MutationObserver(() => { window.heard ||= /^0:0[1-9]/.test(player.querySelector('.clock')?.textContent); })
                .observe(player, { childList: true, subtree: true, characterData: true });
            }
            """);

        await visit.Page.Keyboard.PressAsync("Space");
        await Assertions.Expect(visit.Page.Locator(".listen-choice")).ToContainTextAsync("Pause");
        await Assertions.Expect(visit.Page.Locator("#library-transport .now")).ToContainTextAsync(await TitleAsync(visit));
        await visit.Page.WaitForFunctionAsync("() => window.heard");

        await visit.Page.Keyboard.PressAsync("s");
        await Assertions.Expect(Progress(visit)).ToHaveTextAsync("2 of 20");
        await Assertions.Expect(visit.Page.Locator("#library-transport .now")).ToContainTextAsync(await TitleAsync(visit));
    }

    [ChromiumFact]
    public async Task Figures_label_what_would_teach_most_and_letters_in_the_field_are_text()
    {
        await using var visit = await OpenAsync("labels");
        await Assertions.Expect(Progress(visit)).ToHaveTextAsync("1 of 20");
        var genre = await visit.Page.Locator(".choices-bar button").Nth(2).Locator("span").TextContentAsync();

        await visit.Page.Keyboard.PressAsync("2");
        await Assertions.Expect(Progress(visit)).ToHaveTextAsync("2 of 20");
        Assert.Contains(genre!.ToLowerInvariant(), (await LabelledAsync()).Select(label => label.ToLowerInvariant()));

        await visit.Page.Keyboard.PressAsync("o");
        await visit.Page.Keyboard.TypeAsync("smoke");
        await Assertions.Expect(visit.Page.Locator("#other-genre")).ToHaveValueAsync("smoke");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Progress(visit)).ToHaveTextAsync("2 of 20");
        await visit.Page.Keyboard.PressAsync("u");
        await Assertions.Expect(Progress(visit)).ToHaveTextAsync("1 of 20");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Doubtful_labels_need_labels_and_are_kept_or_replaced()
    {
        await using (var early = await OpenAsync("doubtful"))
        {
            await Assertions.Expect(early.Page.Locator(".review-card")).ToContainTextAsync("it takes at least 20 tracks of two genres");
        }

        var tracks = (await library.Collector.ListTracksAsync(new ListTracksRequest { PageSize = 200, Verdict = Verdict.Ok })).Tracks;
        var wrong = tracks[20];
        var another = tracks.First(other => other.Genres[0].Label != wrong.Genres[0].Label);
        foreach (var track in tracks)
        {
            await LabelAsync(track, (ReferenceEquals(track, wrong) ? another : track).Genres[0].Label);
        }

        await using var visit = await OpenAsync("doubtful");
        Assert.Equal(wrong.Title, await TitleAsync(visit));
        await visit.Page.Keyboard.PressAsync("m");
        await Assertions.Expect(visit.Page.Locator("#review-title")).Not.ToHaveTextAsync(wrong.Title);
        var decided = await library.Collector.GetTrackAsync(new GetTrackRequest { Track = new TrackName { Id = wrong.Id } });
        Assert.Equal(wrong.Genres[0].Label, decided.Label);
        foreach (var track in tracks)
        {
            await LabelAsync(track, "");
        }
    }

    private static Regex Like(string pattern) => new(pattern, RegexOptions.None, Browser.Limit);

    private static ILocator Progress(Visit visit) => visit.Page.Locator(".review-card .progress");

    private static async Task<string> TitleAsync(Visit visit) => (await visit.Page.Locator("#review-title").TextContentAsync())!;

    private async Task LabelAsync(Track track, string genre) =>
        await library.Collector.LabelTrackAsync(new LabelTrackRequest { Track = new TrackName { Id = track.Id }, Genre = genre });

    private async Task<IEnumerable<Track>> TracksAsync() =>
        (await library.Collector.ListTracksAsync(new ListTracksRequest { PageSize = 1000 })).Tracks.Where(track => track.Label.Length > 0);

    private async Task<IEnumerable<string>> LabelledAsync() => (await TracksAsync()).Select(track => track.Label);

    private async Task<Visit> OpenAsync(string round)
    {
        var visit = await (await system.BrowserAsync()).VisitAsync($"{library.Web.Address}#/library/{round}");
        await Assertions.Expect(visit.Page.Locator("#review-title")).Not.ToHaveTextAsync("Looking for tracks …");
        await visit.Page.Locator(".review").FocusAsync();
        return visit;
    }
}
