using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>What was found out stays: after closing, removing, going back and loading the page again.</summary>
[Collection(nameof(WebSystem))]
public class KeptTests(WebSystem system)
{
    [ChromiumFact]
    public async Task A_reload_keeps_the_open_track_and_sends_nothing_again()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.Track("low"));
        await Assertions.Expect(visit.Page)
            .ToHaveURLAsync(new Regex("#/listen/[0-9a-f]{16}/low\\.0\\.wav$", RegexOptions.None, Browser.Limit));
        await visit.KeepsAsync(1, pictures: 1);
        var sent = Uploads(visit);

        await visit.Page.ReloadAsync();

        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("low.0.wav");
        await Assertions.Expect(visit.Genres.First).ToContainTextAsync("Low");
        await Assertions.Expect(visit.Page.Locator(".spectrogram canvas")).ToBeVisibleAsync();
        await visit.Button("Play").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".player .clock")).Not.ToHaveTextAsync("0:00 / 0:03");
        Assert.Empty(sent);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_file_that_is_known_is_not_sent_again_by_whatever_name()
    {
        await using var visit = await system.VisitAsync();
        var track = Sounds.Track("low");
        await visit.ListenAsync(track);
        var sent = Uploads(visit);

        await visit.ChooseAsync(track);
        await visit.ChooseAsync(Sounds.Wave("copy.wav", track.Buffer));

        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("copy.wav");
        await Assertions.Expect(visit.Genres.First).ToContainTextAsync("Low");
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(2);
        Assert.Empty(sent);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Opening_a_row_sends_nothing_again()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"));
        await Assertions.Expect(visit.Rows.Filter(new LocatorFilterOptions { HasText = "Done" })).ToHaveCountAsync(2);
        var sent = Uploads(visit);

        await visit.Button("high.0.wav").ClickAsync();

        await Assertions.Expect(visit.Page.Locator(".spectrogram canvas")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Parts.First).ToBeVisibleAsync();
        Assert.Empty(sent);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Close_keeps_the_track_in_the_table_and_goes_back_to_its_row()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.Track("low"));

        await visit.Button("Close low.0.wav").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("#track")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Button("low.0.wav")).ToBeFocusedAsync();
        await visit.Button("low.0.wav").ClickAsync();
        await Assertions.Expect(visit.Genres.First).ToContainTextAsync("Low");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Removing_one_of_two_tracks_shows_the_other_and_is_undone()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");

        await visit.Button("Remove low.0.wav").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["high.0.wav"]);
        await Assertions.Expect(visit.Button("high.0.wav")).ToBeFocusedAsync();

        await visit.Button("Undo the removal of low.0.wav").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["low.0.wav", "high.0.wav"]);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");

        await visit.KeepsAsync(2);
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["low.0.wav", "high.0.wav"]);
        await visit.Button("Remove high.0.wav").ClickAsync();
        await visit.KeepsAsync(1);
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["low.0.wav"]);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Back_goes_from_track_to_track_and_from_page_to_page()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");
        await visit.Button("low.0.wav").ClickAsync();
        await visit.Button("high.0.wav").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Models", Exact = true }).ClickAsync();
        await visit.Page.Locator("#model-toy-1 a").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex("#/models/toy/1$", RegexOptions.None, Browser.Limit));

        await visit.Page.GoBackAsync();
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("high.0.wav");
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("low.0.wav");
        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page.Locator("#track")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(2);
        Assert.Empty(visit.Complaints);
    }

    private static List<string> Uploads(Visit visit)
    {
        var sent = new List<string>();
        visit.Page.Request += (_, request) =>
        {
            if (request.Method == "POST")
            {
                sent.Add(request.Url);
            }
        };
        return sent;
    }
}
