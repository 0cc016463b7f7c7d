using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>A genre is taught by tracks that the reader selects.</summary>
[Collection(nameof(WebSystem))]
public class TeachTests(WebSystem system, DemoSystem demo) : IClassFixture<DemoSystem>
{
    private static readonly double[] Tones = [500, 570, 640];

    [ChromiumFact]
    public async Task Selected_tracks_teach_a_genre_whose_model_tells_how_alike_they_are()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync(demo.Web.Address.ToString());
        await SelectAsync(visit, [.. Tones.Select(hertz => Sounds.Wave($"beep {hertz}.wav", Wav.Sine(2, hertz)))]);

        await visit.Button("Teach a genre").ClickAsync();
        await visit.Page.GetByLabel("Name of the genre").FillAsync("Beeps");
        await visit.Button("Teach").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog))
            .ToContainTextAsync("mine 1 knows Beeps. Of its examples, 100 % are recognised by the others.");
        await Assertions.Expect(visit.Button("Close")).ToBeFocusedAsync();
        await visit.Page.GetByText("See its card").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Article, new PageGetByRoleOptions { Name = "mine 1" }))
            .ToContainTextAsync("Beeps");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_model_that_cannot_learn_says_so_and_the_reader_goes_back_to_the_tracks()
    {
        await using var visit = await system.VisitAsync();
        await SelectAsync(visit, Sounds.Track("low"), Sounds.Track("high"));

        await visit.Button("Teach a genre").ClickAsync();
        await visit.Page.GetByLabel("Name of the genre").FillAsync("Beeps");
        await visit.Button("Teach").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();

        await visit.Button("Cancel").ClickAsync();
        await Assertions.Expect(visit.Button("Teach a genre")).ToBeFocusedAsync();
    }

    [ChromiumFact]
    public async Task Genres_of_a_model_are_renamed_merged_and_removed_and_the_last_change_is_undone()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync($"{demo.Web.Address}#/models");

        await visit.Button("Change genres of gtzan 5").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Genre" }).SelectOptionAsync("disco");
        await visit.Page.GetByLabel("New name").FillAsync("Boogie");
        await visit.Page.GetByLabel("Name of the model").FillAsync("changed");
        await ChangeAsync(visit, "changed 1");
        await Assertions.Expect(Card(visit, "changed 1").Locator(".chips")).ToContainTextAsync("Boogie");

        await visit.Button("Change genres of changed 1").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Genre" }).SelectOptionAsync("rock");
        await visit.Page.GetByLabel("Merge it with").CheckAsync();
        await visit.Page.GetByLabel("Merge with").SelectOptionAsync("metal");
        await ChangeAsync(visit, "changed 2");
        await Assertions.Expect(Card(visit, "changed 2").Locator(".chips li")).ToHaveCountAsync(9);

        await visit.Button("Change genres of changed 2").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Genre" }).SelectOptionAsync("blues");
        await visit.Page.GetByLabel("Remove it").CheckAsync();
        await ChangeAsync(visit, "changed 3");
        await Assertions.Expect(Card(visit, "changed 3").Locator(".chips li")).ToHaveCountAsync(8);

        await visit.Button("Undo the last change of changed").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Undo the last change" }).ClickAsync();
        await Assertions.Expect(Card(visit, "changed 4").Locator(".chips li")).ToHaveCountAsync(9);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_change_that_is_refused_says_why_in_the_dialog()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync($"{demo.Web.Address}#/models");

        await visit.Button("Change genres of gtzan 5").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Genre" }).SelectOptionAsync("disco");
        await visit.Page.GetByLabel("New name").FillAsync("Jazz");
        await visit.Button("Change").ClickAsync();

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        await visit.Button("Cancel").ClickAsync();
        await Assertions.Expect(visit.Button("Change genres of gtzan 5")).ToBeFocusedAsync();
    }

    private static ILocator Card(Visit visit, string name) =>
        visit.Page.GetByRole(AriaRole.Article, new PageGetByRoleOptions { Name = name, Exact = true });

    private static async Task ChangeAsync(Visit visit, string version)
    {
        await visit.Button("Change").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Assertions.Expect(Card(visit, version)).ToBeVisibleAsync();
    }

    private static async Task SelectAsync(Visit visit, params FilePayload[] tracks)
    {
        await visit.ChooseAsync(tracks);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync($"{tracks.Length} of {tracks.Length} recognised");
        foreach (var track in tracks)
        {
            await visit.Page.GetByLabel($"Select {track.Name}").CheckAsync();
        }
    }
}
