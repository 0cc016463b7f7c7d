using System.Text.RegularExpressions;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The table on the left, the track on the right, however many tracks there are.</summary>
[Collection(nameof(WebSystem))]
public class WorkspaceTests(WebSystem system)
{
    private const int Many = 500;

    // Of JavaScript, in bytes.
    private const long LargestHeap = 15 * 1024 * 1024;

    // Rows that a window of 900 pixels holds, and as many again.
    private const int MostRows = 60;

    private const string CountStops =
        """
        () => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex]')]
          .filter(one => one.tabIndex >= 0 && !one.disabled && one.checkVisibility()).length
        """;

    [ChromiumFact]
    public async Task Five_hundred_tracks_take_no_more_stops_rows_and_memory_than_a_few()
    {
        using var folder = new TemporaryFolder();
        await using var visit = await system.VisitAsync();
        await visit.Page.Locator("#files").SetInputFilesAsync(Files(folder, "first", 3));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 3 recognised");
        var stops = await visit.Page.EvaluateAsync<int>(CountStops);

        await visit.Page.Locator("#files").SetInputFilesAsync(Files(folder, "more", Many - 3));
        await Assertions.Expect(visit.Page.Locator("#tracks-state"))
            .ToHaveTextAsync($"{Many} of {Many} recognised", new LocatorAssertionsToHaveTextOptions { Timeout = Browser.LongLimit });

        // Read from the store again, each track has its own copy of the answer.
        await visit.KeepsAsync(Many);
        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync($"{Many} of {Many} recognised");
        Assert.Equal(stops, await visit.Page.EvaluateAsync<int>(CountStops));
        Assert.InRange(await visit.Rows.CountAsync(), 1, MostRows);
        Assert.InRange(await HeapAsync(visit), 1, LargestHeap);

        await visit.Button("first 0.wav").FocusAsync();
        await visit.Page.Keyboard.PressAsync("End");
        await Assertions.Expect(visit.Button($"more {Many - 4}.wav")).ToBeFocusedAsync();
        await Assertions.Expect(visit.Button($"more {Many - 4}.wav")).ToBeInViewportAsync();
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Arrow_keys_walk_from_track_to_track_and_the_open_track_goes_along()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"), Sounds.Track("low", 1));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 3 recognised");
        await visit.Button("low.0.wav").ClickAsync();
        await visit.Button("low.0.wav").FocusAsync();

        await visit.Page.Keyboard.PressAsync("ArrowDown");

        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("high.0.wav");
        await Assertions.Expect(visit.Button("high.0.wav")).ToBeFocusedAsync();
        await Assertions.Expect(visit.Page)
            .ToHaveURLAsync(new Regex(@"#/listen/[0-9a-f]{16}/high\.0\.wav$", RegexOptions.None, Browser.Limit));
        var table = (await visit.Page.Locator("#tracks").BoundingBoxAsync())!;
        var track = (await visit.Page.Locator("#track").BoundingBoxAsync())!;
        Assert.True(table.X + table.Width <= track.X, "the track is beside the table");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task The_table_shows_only_the_genre_that_is_asked_for()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"), Sounds.Broken, Sounds.Track("low", 1));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 4 recognised");
        await Assertions.Expect(visit.Page.Locator(".total")).ToHaveTextAsync(["Low 2", "High 1", "failed 1"]);

        await visit.Button("Low 2").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["low.0.wav", "low.1.wav"]);
        await visit.Button("failed 1").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["broken.mp3"]);
        await visit.Button("failed 1").ClickAsync();
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(4);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Tracks_that_are_selected_are_removed_together_and_come_back_together()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"), Sounds.Track("low", 1));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 3 recognised");

        await visit.Page.GetByLabel("Select low.0.wav").CheckAsync();
        await visit.Page.GetByLabel("Select high.0.wav").ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Shift] });
        await Assertions.Expect(visit.Page.Locator("#picked-count")).ToHaveTextAsync("2 selected");
        await visit.Button("Remove selected").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["low.1.wav"]);
        await visit.Button("Undo the removal of 2 tracks").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["low.0.wav", "high.0.wav", "low.1.wav"]);

        await visit.Button("Clear all").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Button("Choose files")).ToBeFocusedAsync();
        await visit.Button("Undo the removal of 3 tracks").ClickAsync();
        await Assertions.Expect(visit.Rows).ToHaveCountAsync(3);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_row_plays_its_track_and_pauses_it()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.LowThenHigh(seconds: 60));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");

        await visit.Button("Play low then high.wav").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("low then high.wav");
        await visit.Button("Pause low then high.wav").ClickAsync();

        await Assertions.Expect(visit.Button("Play low then high.wav")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("Play")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task On_a_phone_the_track_is_a_sheet_over_the_table()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync(system.Web.Address.ToString(), width: 360, height: 740);
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");

        await visit.Button("high.0.wav").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#track-name")).ToBeInViewportAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.querySelector('#tracks').inert"));
        await visit.Button("Close high.0.wav").ClickAsync();

        await Assertions.Expect(visit.Button("high.0.wav")).ToBeFocusedAsync();
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task The_first_sight_says_what_the_model_can_do_and_has_an_example()
    {
        await using var visit = await system.VisitAsync();
        await Assertions.Expect(visit.Page.Locator("#about-model"))
            .ToHaveTextAsync("toy 1 tells High and Low apart. It was not measured on tracks outside its training data.");

        await visit.Button("Try an example").ClickAsync();

        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("Example medley.wav");
        await Assertions.Expect(visit.Page.Locator(".answer")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#about-model")).ToBeHiddenAsync();
        Assert.Empty(visit.Complaints);
    }

    // On disk, where the browser reads them by itself.
    private static string[] Files(TemporaryFolder folder, string name, int count)
    {
        var sound = ToyGenres.Track("low", sampleRate: 8000);
        string[] paths = [.. Enumerable.Range(0, count).Select(i => folder[$"{name} {i}.wav"])];
        Array.ForEach(paths, path => File.WriteAllBytes(path, sound));
        return paths;
    }

    private static async Task<long> HeapAsync(Visit visit)
    {
        var session = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        return (await session.SendAsync("Runtime.getHeapUsage"))!.Value.GetProperty("usedSize").GetInt64();
    }
}
