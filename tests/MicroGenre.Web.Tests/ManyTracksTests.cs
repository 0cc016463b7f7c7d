using System.Text.Json;
using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>Several tracks at once: a table of them.</summary>
[Collection(nameof(WebSystem))]
public class ManyTracksTests(WebSystem system)
{
    [ChromiumFact]
    public async Task One_broken_file_is_told_in_its_row_and_the_others_are_recognised()
    {
        await using var visit = await system.VisitAsync();

        await ChooseFourAsync(visit);

        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 4 recognised");
        await Assertions.Expect(Row(visit, "broken.mp3")).ToContainTextAsync("Not audio we can read");
        await Assertions.Expect(Row(visit, "low.1.wav")).ToContainTextAsync("Low");
        await Assertions.Expect(Row(visit, "high.0.wav")).ToContainTextAsync("High");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task The_table_is_sorted_by_its_headings_and_a_row_opens_its_track()
    {
        await using var visit = await system.VisitAsync();
        await ChooseFourAsync(visit);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 4 recognised");

        await visit.Button("Track").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open"))
            .ToHaveTextAsync(["broken.mp3", "high.0.wav", "low.0.wav", "low.1.wav"]);
        await visit.Button("Track").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open"))
            .ToHaveTextAsync(["low.1.wav", "low.0.wav", "high.0.wav", "broken.mp3"]);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Columnheader, new PageGetByRoleOptions { Name = "Track" }))
            .ToHaveAttributeAsync("aria-sort", "descending");

        await visit.Button("high.0.wav").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("high.0.wav");
        await Assertions.Expect(visit.Parts.First).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Rows_stay_sorted_while_answers_arrive()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");
        await visit.Button("Genre").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["high.0.wav", "low.0.wav"]);

        await visit.ChooseAsync(Sounds.Track("low", 1), Sounds.Track("high", 1));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("4 of 4 recognised");

        await Assertions.Expect(visit.Page.Locator("#tracks td.genre")).ToHaveTextAsync(["High", "High", "Low", "Low"]);
        var saved = (await SaveAsync(visit, "Save CSV")).TrimEnd().Split("\r\n").Skip(1).Select(line => line.Split(',')[0]);
        Assert.Equal(await visit.Page.Locator("#tracks .open").AllTextContentsAsync(), saved);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task The_table_is_saved_as_csv_and_as_json()
    {
        await using var visit = await system.VisitAsync();
        await ChooseFourAsync(visit);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 4 recognised");

        var lines = (await SaveAsync(visit, "Save CSV")).TrimEnd().Split("\r\n");
        Assert.Equal("file,genre,probability,uncertain,seconds,model,version,error,High,Low", lines[0]);
        Assert.Matches(@"^low\.0\.wav,Low,[01]\.\d{4},false,3,toy,1,,[01]\.\d{4},[01]\.\d{4}$", lines[1]);
        Assert.StartsWith("broken.mp3,,,,,,,", lines[3], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);

        using var json = JsonDocument.Parse(await SaveAsync(visit, "Save JSON"));
        var tracks = json.RootElement;
        Assert.Equal("high", tracks[1].GetProperty("classification").GetProperty("prediction").GetProperty("genres")[0].GetProperty("label")
            .GetString());
        Assert.Equal(JsonValueKind.Null, tracks[2].GetProperty("classification").ValueKind);
        Assert.Equal("Not audio we can read", tracks[2].GetProperty("error").GetString());
    }

    [ChromiumFact]
    public async Task A_folder_that_is_picked_brings_the_tracks_in_it_and_in_those_below()
    {
        using var folder = Albums();
        await using var visit = await system.VisitAsync();

        await visit.Page.Locator("#folder").SetInputFilesAsync(folder.Path);

        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["low.0.wav", "high.0.wav"]);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_folder_that_is_dropped_brings_the_tracks_in_it_and_in_those_below()
    {
        using var folder = Albums();
        await using var visit = await system.VisitAsync();
        var session = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        var data = new { items = Array.Empty<object>(), files = new[] { folder.Path }, dragOperationsMask = 1 };
        foreach (var type in new[] { "dragEnter", "dragOver", "drop" })
        {
            await session.SendAsync(
                "Input.dispatchDragEvent", new Dictionary<string, object> { ["type"] = type, ["x"] = 300, ["y"] = 300, ["data"] = data });
        }

        await Assertions.Expect(visit.Page.Locator("#tracks .open")).ToHaveTextAsync(["low.0.wav", "high.0.wav"]);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");
        Assert.Empty(visit.Complaints);
    }

    // Two albums, one within the other, with what else lies in such folders.
    private static TemporaryFolder Albums()
    {
        var folder = new TemporaryFolder();
        foreach (var (path, track) in new[] { ("1", Sounds.Track("low")), (Path.Combine("2", "live"), Sounds.Track("high")) })
        {
            Directory.CreateDirectory(folder[path]);
            File.WriteAllBytes(Path.Combine(folder[path], track.Name), track.Buffer);
            File.WriteAllText(Path.Combine(folder[path], "cover.jpg"), "a picture");
        }

        return folder;
    }

    private static Task ChooseFourAsync(Visit visit) =>
        visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"), Sounds.Broken, Sounds.Track("low", 1));

    private static ILocator Row(Visit visit, string name) => visit.Rows.Filter(new LocatorFilterOptions { HasText = name });

    private static async Task<string> SaveAsync(Visit visit, string button)
    {
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button(button).ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync();
    }
}
