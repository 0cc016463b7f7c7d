using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The table of the library, and what is done with its tracks.</summary>
[Collection(nameof(WebSystem))]
public class LibraryTableTests(WebSystem system, MadeUpLibrary library) : IClassFixture<MadeUpLibrary>
{
    [ChromiumFact]
    public async Task The_table_has_few_of_its_rows_in_the_document_and_says_where_they_are()
    {
        await using var visit = await OpenAsync();

        await Assertions.Expect(Table(visit)).ToHaveAttributeAsync("aria-rowcount", $"{MadeUpLibrary.Tracks + 1}");
        Assert.InRange(await Rows(visit).CountAsync(), 8, 40);
        await Rows(visit).First.Locator(".open").FocusAsync();
        await visit.Page.Keyboard.PressAsync("End");
        var last = visit.Page.Locator(".library-tracks .open:focus");
        await Assertions.Expect(last.Locator("xpath=ancestor::tr")).ToHaveAttributeAsync("aria-rowindex", $"{MadeUpLibrary.Tracks + 1}");
        await visit.Page.Keyboard.PressAsync("PageUp");
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.Page.Keyboard.PressAsync("Home");
        await Assertions.Expect(last.Locator("xpath=ancestor::tr")).ToHaveAttributeAsync("aria-rowindex", "2");

        // One row is a stop of the Tab key.
        Assert.Equal(3, await visit.Page.Locator(".library-tracks tbody :is(button, input)[tabindex='0']").CountAsync());
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_heading_sorts_all_tracks_and_a_second_press_the_other_way()
    {
        await using var visit = await OpenAsync();

        await visit.Button("Year").ClickAsync();
        await Assertions.Expect(Table(visit).Locator("th.year")).ToHaveAttributeAsync("aria-sort", "descending");
        await Assertions.Expect(Rows(visit).First.Locator("td.year")).ToHaveTextAsync("1979");
        await visit.Button("Year").ClickAsync();
        await Assertions.Expect(Table(visit).Locator("th.year")).ToHaveAttributeAsync("aria-sort", "ascending");
        await Assertions.Expect(Rows(visit).First.Locator("td.year")).ToHaveTextAsync("1960");
        await Assertions.Expect(Table(visit).Locator("th.name")).Not.ToHaveAttributeAsync("aria-sort", Like(".*"));
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Typing_searches_and_filters_narrow_down()
    {
        await using var visit = await OpenAsync();
        var count = visit.Page.Locator(".library-list > .fine");

        await Search(visit).FillAsync("000003");
        await Assertions.Expect(count).ToHaveTextAsync("1 track");
        await Assertions.Expect(Rows(visit)).ToHaveCountAsync(1);

        await Search(visit).FillAsync("no such track");
        await Assertions.Expect(count).ToHaveTextAsync("No track is like that.");

        await visit.Button("Clear filters").ClickAsync();
        await Assertions.Expect(count).ToHaveTextAsync($"{MadeUpLibrary.Tracks} tracks");
        await Assertions.Expect(Search(visit)).ToBeFocusedAsync();

        await visit.Page.GetByText("Filters", new() { Exact = true }).ClickAsync();
        await Genre(visit).SelectOptionAsync("jazz");
        await Assertions.Expect(Rows(visit).First.Locator("td.genre")).ToHaveTextAsync("Jazz");
        await Assertions.Expect(count).Not.ToHaveTextAsync($"{MadeUpLibrary.Tracks} tracks");
        await visit.Page.GetByLabel("Verdict").SelectOptionAsync("unfamiliar");
        await Assertions.Expect(count).ToHaveTextAsync("No track is like that.");
        await Genre(visit).SelectOptionAsync("");
        await Assertions.Expect(Rows(visit).First.Locator("td.genre")).ToHaveTextAsync("unfamiliar");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task An_answer_to_an_earlier_question_is_dropped()
    {
        await using var visit = await OpenAsync();
        var release = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/api/library/tracks?*text=000001*", async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });
        var asked = visit.Page.WaitForRequestAsync("**/api/library/tracks?*text=000001*");
        await Search(visit).FillAsync("000001");
        await asked;

        await Search(visit).FillAsync("000002");
        await Assertions.Expect(Rows(visit).First.Locator(".open")).ToHaveAttributeAsync("title", Like("000002"));
        release.SetResult();
        await Search(visit).FillAsync("000003");
        await Assertions.Expect(Rows(visit).First.Locator(".open")).ToHaveAttributeAsync("title", Like("000003"));
        await visit.Page.UnrouteAllAsync(new PageUnrouteAllOptions { Behavior = UnrouteBehavior.IgnoreErrors });
    }

    [ChromiumFact]
    public async Task A_row_opens_all_that_is_known_of_its_track_and_gets_the_focus_back()
    {
        await using var visit = await OpenAsync();

        await Rows(visit).Nth(2).Locator(".open").PressAsync("Enter");
        var details = visit.Page.Locator(".library-track");
        await Assertions.Expect(details.Locator("h2")).ToBeFocusedAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(Like(@"#/library/tracks/\d+$"));
        await Assertions.Expect(details.Locator(".genres li")).ToHaveCountAsync(10);
        await Assertions.Expect(details).ToContainTextAsync("beats per minute");
        await Assertions.Expect(details.Locator(".path")).ToContainTextAsync(".wav");

        // An open track gives way to the next.
        var title = await details.Locator("h2").TextContentAsync();
        await Rows(visit).Nth(2).Locator(".open").PressAsync("ArrowDown");
        await Assertions.Expect(details.Locator("h2")).Not.ToHaveTextAsync(title!);

        await details.GetByRole(AriaRole.Button, new() { NameRegex = Like("^Close ") }).ClickAsync();
        await Assertions.Expect(details).ToBeHiddenAsync();
        await Assertions.Expect(Rows(visit).Nth(3).Locator(".open")).ToBeFocusedAsync();
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task An_open_track_gives_way_to_one_that_is_still_on_its_way()
    {
        await using var visit = await OpenAsync();
        await Rows(visit).Nth(2).Locator(".open").PressAsync("Enter");
        var title = visit.Page.Locator(".library-track h2");
        await Assertions.Expect(title).ToBeFocusedAsync();

        await Rows(visit).Nth(2).Locator(".open").PressAsync("End");

        var last = visit.Page.Locator(".library-tracks tr:has(.open:focus)");
        await Assertions.Expect(last).ToHaveAttributeAsync("aria-rowindex", $"{MadeUpLibrary.Tracks + 1}");
        await Assertions.Expect(last.Locator("td.year")).Not.ToBeEmptyAsync();
        await Assertions.Expect(title).ToHaveTextAsync((await last.Locator(".open").TextContentAsync())!);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Going_back_to_the_open_track_gives_up_the_next_one()
    {
        await using var visit = await OpenAsync();
        await Rows(visit).Nth(2).Locator(".open").PressAsync("Enter");
        var title = visit.Page.Locator(".library-track h2");
        await Assertions.Expect(title).ToBeFocusedAsync();
        var opened = await title.TextContentAsync();
        var release = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/api/library/tracks/*", async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = visit.Page.WaitForRequestAsync("**/api/library/tracks/*");
        await Rows(visit).Nth(2).Locator(".open").PressAsync("ArrowDown");
        var next = await asked;
        visit.Page.RequestFailed += (_, request) => _ = request.Url == next.Url && over.TrySetResult();
        visit.Page.RequestFinished += (_, request) => _ = request.Url == next.Url && over.TrySetResult();

        await visit.Page.Keyboard.PressAsync("ArrowUp");
        release.SetResult();

        await over.Task.WaitAsync(Browser.Limit);
        await visit.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        await Assertions.Expect(title).ToHaveTextAsync(opened!);
        await visit.Page.UnrouteAllAsync(new PageUnrouteAllOptions { Behavior = UnrouteBehavior.IgnoreErrors });
    }

    [ChromiumFact]
    public async Task A_label_is_given_and_forgotten_in_the_details()
    {
        await using var visit = await OpenAsync();
        await Rows(visit).Nth(4).Locator(".open").ClickAsync();
        var labelling = visit.Page.Locator(".labelling");

        await labelling.GetByLabel("Genre of your own").FillAsync("Night drive");
        await labelling.GetByRole(AriaRole.Button, new() { Name = "Label it" }).ClickAsync();
        await Assertions.Expect(labelling.Locator("p")).ToHaveTextAsync("You say it is Night drive.");
        await Assertions.Expect(Rows(visit).Nth(4).Locator("td.label")).ToHaveTextAsync("Night drive");

        await labelling.GetByRole(AriaRole.Button, new() { Name = "Forget the label" }).ClickAsync();
        await Assertions.Expect(labelling.Locator("p")).ToHaveTextAsync("You have not said what it is.");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_track_plays_from_where_the_reader_wants_and_another_takes_its_place()
    {
        await using var visit = await OpenAsync();

        await Rows(visit).Nth(2).Locator("button.listen").ClickAsync();
        var player = visit.Page.Locator("#library-transport");
        await Assertions.Expect(player.GetByRole(AriaRole.Button, new() { Name = "Pause" })).ToBeVisibleAsync();
        await Assertions.Expect(player.Locator(".clock")).ToContainTextAsync("/ 1:00");
        await player.GetByLabel("Position").FillAsync("30");
        await Assertions.Expect(player.Locator(".clock")).ToHaveTextAsync(Like("^0:[345]"));

        await Rows(visit).Nth(3).Locator("button.listen").ClickAsync();
        await Assertions.Expect(Rows(visit).Nth(2).Locator("button.listen")).ToHaveTextAsync("▶");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_file_that_the_browser_cannot_play_says_so()
    {
        await using var visit = await OpenAsync();
        await Search(visit).FillAsync("000001");
        await Assertions.Expect(Rows(visit)).ToHaveCountAsync(1);

        await Rows(visit).First.Locator("button.listen").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("#library-transport .now")).ToContainTextAsync("This browser cannot play 000001");
        await Assertions.Expect(visit.Page.Locator("#library-transport .play")).ToBeDisabledAsync();
    }

    [ChromiumFact]
    public async Task Similar_tracks_are_by_others_where_wanted_and_are_saved_as_a_playlist()
    {
        await using var visit = await OpenAsync();
        await Rows(visit).Nth(6).Locator(".open").ClickAsync();
        var artist = (await Rows(visit).Nth(6).Locator("td.artist").TextContentAsync())!;
        await visit.Button("Similar tracks").ClickAsync();
        var found = visit.Page.Locator(".found li");
        await Assertions.Expect(found).ToHaveCountAsync(10);
        await Assertions.Expect(visit.Page.Locator("#similar-title")).ToBeFocusedAsync();

        await visit.Page.GetByLabel("Other artists only").CheckAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Tracks" }).SelectOptionAsync("25");
        await Assertions.Expect(found).ToHaveCountAsync(25);
        Assert.DoesNotContain(artist, await visit.Page.Locator(".found .credit").AllTextContentsAsync(), StringComparer.Ordinal);

        var saved = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Save as M3U8").ClickAsync());
        var lines = await File.ReadAllLinesAsync((await saved.PathAsync())!);
        Assert.Equal("#EXTM3U", lines[0]);
        Assert.Equal(26, lines.Count(line => line.StartsWith("#EXTINF:", StringComparison.Ordinal)));
        Assert.All(lines.Where(line => line[0] != '#'), line => Assert.True(File.Exists(line), line));

        await found.First.Locator(".listen").ClickAsync();
        await Assertions.Expect(found.First.Locator(".listen")).ToHaveTextAsync("❚❚");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Between_two_selected_tracks_there_is_a_way()
    {
        await using var visit = await OpenAsync();
        await Rows(visit).Nth(2).Locator("input.pick").CheckAsync();
        await Rows(visit).Nth(7).Locator("input.pick").CheckAsync();
        await Assertions.Expect(visit.Page.Locator(".library-list .picked p")).ToHaveTextAsync("2 selected");

        await visit.Button("A way between them").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".found li")).ToHaveCountAsync(10);
        await Assertions.Expect(visit.Page.Locator("#similar-title")).ToHaveTextAsync(Like("^From .* to "));

        await visit.Button("Select none").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".library-list .picked")).ToBeHiddenAsync();
        Assert.Empty(visit.Complaints);
    }

    private static Regex Like(string pattern) => new(pattern, RegexOptions.None, Browser.Limit);

    private static ILocator Table(Visit visit) => visit.Page.Locator(".library-tracks table");

    private static ILocator Search(Visit visit) => visit.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" });

    private static ILocator Genre(Visit visit) => visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Genre", Exact = true });

    private static ILocator Rows(Visit visit) => visit.Page.Locator(".library-tracks tbody tr");

    private async Task<Visit> OpenAsync()
    {
        var visit = await (await system.BrowserAsync()).VisitAsync($"{library.Web.Address}#/library");
        await Assertions.Expect(Rows(visit).First.Locator("td.year")).Not.ToBeEmptyAsync();
        return visit;
    }
}
