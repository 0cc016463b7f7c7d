using System.Text.RegularExpressions;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>A library is begun and kept up to date from the page.</summary>
[Collection(nameof(WebSystem))]
public class LibraryScanTests(WebSystem system)
{
    // A scan that is still running when the page looks at it, and when it is stopped.
    private const int Many = 3000;

    private static readonly Regex Scanned = new("^The last scan took", RegexOptions.None, Browser.Limit);

    [ChromiumFact]
    public async Task A_first_folder_is_added_and_scanned_and_what_could_not_be_read_is_listed()
    {
        await using var home = await StartAsync();
        await File.WriteAllTextAsync(Path.Combine(home.Library.Music, "broken.mp3"), "this is no music");
        await using var visit = await home.VisitAsync();
        await Assertions.Expect(State(visit)).ToContainTextAsync("There is no library yet.");
        await Assertions.Expect(visit.Page.Locator(".views")).ToBeHiddenAsync();

        await visit.Page.GetByLabel("Folder", new() { Exact = true }).FillAsync("/etc");
        await visit.Button("Add and scan").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".scan .problem")).ToContainTextAsync("/etc");
        await Assertions.Expect(visit.Page.GetByLabel("Folder", new() { Exact = true })).ToBeFocusedAsync();

        await visit.Page.GetByLabel("Folder", new() { Exact = true }).FillAsync("music");
        await visit.Button("Add and scan").ClickAsync();
        await Assertions.Expect(State(visit)).ToHaveTextAsync(Scanned);
        await Assertions.Expect(State(visit)).ToContainTextAsync("10 new, 1 could not be analysed");
        await Assertions.Expect(visit.Page.Locator(".scan li")).ToContainTextAsync("broken.mp3: Not audio we can read");
        await Assertions.Expect(visit.Page.Locator(".library-tracks tbody tr")).ToHaveCountAsync(10);

        await visit.Button("Scan").ClickAsync();
        await Assertions.Expect(State(visit)).ToContainTextAsync("nothing had changed");
    }

    [ChromiumFact]
    public async Task A_scan_that_was_started_elsewhere_shows_and_can_be_stopped()
    {
        await using var home = await StartAsync();
        await home.Library.Collector.AddFolderAsync(new AddFolderRequest { Path = "music" });
        WriteTones(home.Library.Music, Many);
        await using var visit = await home.VisitAsync();
        await Assertions.Expect(visit.Button("Scan")).ToBeVisibleAsync();

        using var scan = home.Library.Collector.Scan(new ScanRequest { Detached = true });
        Assert.True(await scan.ResponseStream.MoveNext(default));
        await Assertions.Expect(State(visit)).ToContainTextAsync($"of {Many + 10:N0} files");
        await Assertions.Expect(visit.Page.GetByLabel("Progress of the scan")).ToBeVisibleAsync();
        await Assertions.Expect(State(visit)).ToContainTextAsync("files/s");

        await visit.Button("Stop the scan").ClickAsync();
        await Assertions.Expect(State(visit)).ToHaveTextAsync("The scan was stopped. What it has analysed is kept.");
        await Assertions.Expect(visit.Button("Scan")).ToBeFocusedAsync();
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await scan.ResponseStream.MoveNext(default))
            {
            }
        });
    }

    [ChromiumFact]
    public async Task Refusals_are_told_where_they_happen()
    {
        await using var home = await StartAsync();
        await home.Library.Collector.AddFolderAsync(new AddFolderRequest { Path = "music" });
        await using var visit = await home.VisitAsync();
        await Assertions.Expect(visit.Button("Scan")).ToBeVisibleAsync();

        await RefuseAsync(visit, 409, "Another scan of the library is running. Start this one when it has ended.");
        await RefuseAsync(visit, 403, "This needs a key with the right 'control'.");
    }

    [ChromiumFact]
    public async Task A_service_that_is_down_is_said_to_be_and_tried_again()
    {
        await using var web = await WebHost.StartAsync(
            [KeyValuePair.Create<string, string?>(WebSystem.AddressOf("collecting"), "http://127.0.0.1:1")]);
        await using var visit = await (await system.BrowserAsync()).VisitAsync($"{web.Address}#/library");

        await Assertions.Expect(visit.Page.Locator("#library .notice")).ToContainTextAsync("The service collecting does not answer.");
        await Assertions.Expect(visit.Page.Locator("#library").GetByText("Try again")).ToBeVisibleAsync();
    }

    private static ILocator State(Visit visit) => visit.Page.Locator(".scan-head > p");

    private static void WriteTones(string folder, int count)
    {
        for (var i = 0; i < count; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, $"tone {i}.wav"), Wav.Sine(2, 100 + i, sampleRate: 8000));
        }
    }

    private static async Task RefuseAsync(Visit visit, int status, string why)
    {
        await visit.Page.RouteAsync("**/api/library/scan", route => route.FulfillAsync(new RouteFulfillOptions
        {
            Status = status,
            ContentType = "application/problem+json",
            Body = $$"""{"title": "Refused", "status": {{status}}, "detail": "{{why}}", "retry": false}""",
        }));
        await visit.Button("Scan").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".scan .problem")).ToHaveTextAsync(why);
        await Assertions.Expect(visit.Button("Scan")).ToBeFocusedAsync();
        await visit.Page.UnrouteAllAsync();
    }

    private async Task<Home> StartAsync()
    {
        var library = new NoLibrary();
        await library.InitializeAsync();
        return new Home(library, await system.BrowserAsync());
    }

    /// <summary>A service of a test's own.</summary>
    private sealed record Home(NoLibrary Library, Browser Browser) : IAsyncDisposable
    {
        public Task<Visit> VisitAsync() => Browser.VisitAsync($"{Library.Web.Address}#/library");

        public async ValueTask DisposeAsync()
        {
            await Library.DisposeAsync();
            Library.Dispose();
        }
    }
}
