using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>What comes between the page and its server, and between the server and a service.</summary>
[Collection(nameof(WebSystem))]
public class ConnectionTests(WebSystem system)
{
    private const int Held = 1_000_000;

    // Seconds enough to be held up on its way.
    private static FilePayload Long => Sounds.Wave("long.wav", Wav.Sine(60, 200));

    [ChromiumFact]
    public async Task The_queue_waits_for_a_lost_connection_and_goes_on_by_itself_beside_what_was_done()
    {
        await using var relay = new Relay(system.Web.Address);
        await using var visit = await (await system.BrowserAsync()).VisitAsync(relay.Address);
        await visit.ListenAsync(Sounds.Track("high"));

        relay.HoldAfter(Held);
        await visit.ChooseAsync(Long);
        await Assertions.Expect(visit.Page.GetByText("Uploading, ")).ToBeVisibleAsync();
        relay.Cut();

        await Assertions.Expect(visit.Page.Locator("#connection"))
            .ToHaveTextAsync("Not connected. The queue continues when the connection is back.");
        await Assertions.Expect(visit.Page.Locator(".work")).ToContainTextAsync("Waiting for the connection");
        await Assertions.Expect(visit.Rows.Filter(new LocatorFilterOptions { HasText = "high.0.wav" })).ToContainTextAsync("Done");

        relay.Mend();
        await Assertions.Expect(visit.Genres.First).ToContainTextAsync("Low");
        await Assertions.Expect(visit.Page.Locator("#connection")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");
    }

    [ChromiumFact]
    public async Task An_upload_can_be_cancelled_and_tried_again()
    {
        await using var relay = new Relay(system.Web.Address);
        await using var visit = await (await system.BrowserAsync()).VisitAsync(relay.Address);

        relay.HoldAfter(Held);
        await visit.ChooseAsync(Long);
        await visit.Button("Cancel").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".work")).ToContainTextAsync("Cancelled.");

        relay.Mend();
        await visit.Button("Try again").ClickAsync();
        await Assertions.Expect(visit.Genres.First).ToContainTextAsync("Low");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_narrow_phone_shows_uploads_under_way_and_lost_ones_without_scrolling_sideways()
    {
        const int Narrow = 360;
        await using var relay = new Relay(system.Web.Address);
        await using var visit = await (await system.BrowserAsync()).VisitAsync(relay.Address, Narrow);
        await visit.ListenAsync(Sounds.Track("high"));

        relay.HoldAfter(Held);
        string[] names =
            ["A track whose name is as long as those of live recordings are, 2nd take.wav", $"{new string('x', 80)}.wav", "waiting.wav"];
        await visit.ChooseAsync([.. names.Select(name => Sounds.Wave(name, Long.Buffer))]);
        await Assertions.Expect(visit.Page.Locator("#tracks progress")).ToHaveCountAsync(2);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("1 of 4 recognised, 3 to go");
        await FitsAsync(visit);

        relay.Cut();
        await Assertions.Expect(visit.Page.Locator("#tracks .state").Filter(new LocatorFilterOptions { HasText = "Paused" }))
            .ToHaveCountAsync(3);
        await FitsAsync(visit);
    }

    [ChromiumFact]
    public async Task A_long_file_is_answered_by_its_beginning_while_the_rest_is_on_its_way()
    {
        // Less than the file, and enough for its beginning beside most of the rest.
        const int HeldLate = 5_500_000;
        await using var relay = new Relay(system.Web.Address);
        await using var visit = await (await system.BrowserAsync()).VisitAsync(relay.Address);

        relay.HoldAfter(HeldLate);
        await visit.ChooseAsync(Sounds.Wave("long.wav", Wav.Sine(6 * 60, 200, sampleRate: 8000)));
        await Assertions.Expect(visit.Page.Locator(".answer")).ToContainTextAsync("The first 2 min:");
        await Assertions.Expect(visit.Page.Locator(".answer strong")).ToHaveTextAsync("Low");

        relay.Mend();
        await Assertions.Expect(visit.Page.Locator(".answer")).ToContainTextAsync("Sounds like");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task An_upload_that_nobody_takes_says_so()
    {
        await using var relay = new Relay(system.Web.Address);
        await using var visit = await (await system.BrowserAsync()).VisitAsync(relay.Address);

        relay.HoldAfter(Held);
        await visit.ChooseAsync(Long);
        await Assertions.Expect(visit.Page.Locator(".work")).ToContainTextAsync("The server does not answer; still trying.");

        relay.Mend();
        await Assertions.Expect(visit.Genres.First).ToContainTextAsync("Low");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_service_that_is_away_takes_only_its_own_part_away()
    {
        var addresses = new Dictionary<string, string?>(
            system.Addresses, StringComparer.Ordinal) { [WebSystem.AddressOf("segmenting")] = "http://127.0.0.1:1" };
        await using var web = await WebHost.StartAsync(addresses);
        await using var visit = await (await system.BrowserAsync()).VisitAsync(web.Address.ToString());

        await visit.ChooseAsync(Sounds.LowThenHigh());

        await Assertions.Expect(visit.Page.GetByText("Parts: Not available just now.")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("Try again")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Genres).ToHaveCountAsync(2);
        await Assertions.Expect(visit.Page.Locator(".spectrogram canvas")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    // Nothing reaches out of the page, nor has a part of it to be scrolled.
    private static async Task FitsAsync(Visit visit) => Assert.Empty(await visit.Page.EvaluateAsync<string[]>(
        """
        () => [document.documentElement, ...document.querySelectorAll('.table-frame')]
          .filter(part => part.scrollWidth > part.clientWidth)
          .map(part => `${part.tagName} ${part.className}: ${part.scrollWidth} in ${part.clientWidth}`)
        """));
}
