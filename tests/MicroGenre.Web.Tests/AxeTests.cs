using MicroGenre.Contracts;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>Every view, in every dress: nothing that axe-core finds keeps anybody out.</summary>
[Collection(nameof(WebSystem))]
public class AxeTests(WebSystem system, MadeUpLibrary library) : IClassFixture<MadeUpLibrary>
{
    private static readonly Dress[] Dresses =
    [
        new(1200, 900, ColorScheme.Light, ForcedColors.None),
        new(1200, 900, ColorScheme.Dark, ForcedColors.None),
        new(1200, 900, ColorScheme.Light, ForcedColors.Active),

        // What 200 % leaves of a window of 1200, and the narrowest window that WCAG asks for.
        new(600, 450, ColorScheme.Light, ForcedColors.None),
        new(320, 640, ColorScheme.Light, ForcedColors.None),
    ];

    [AxeFact]
    public async Task Nothing_keeps_anybody_out()
    {
        await TrainAsync();
        await using var visit = await system.VisitAsync();
        await Assertions.Expect(visit.Button("Choose files")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#about-model")).Not.ToBeEmptyAsync();
        await CheckAsync(visit, "nothing yet");

        await visit.ListenAsync(Sounds.LowThenHigh());
        await visit.Button("Why Low?").Or(visit.Button("Why High?")).ClickAsync();
        await visit.Button("Hear the reason").ClickAsync();
        await visit.Page.Locator(".why").GetByText("As a table").ClickAsync();
        await CheckAsync(visit, "a track and why it is of its genre");

        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"), Sounds.Broken);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 4 recognised");
        await CheckAsync(visit, "several tracks");

        await visit.Page.GetByLabel("Select low.0.wav").CheckAsync();
        await visit.Page.GetByLabel("Select high.0.wav").CheckAsync();
        await visit.Button("Teach a genre").ClickAsync();
        await CheckAsync(visit, "a lesson");
        await visit.Button("Cancel").ClickAsync();

        await visit.Page.GotoAsync($"{system.Web.Address}#/models");
        await Assertions.Expect(visit.Page.Locator(".model").First).ToBeVisibleAsync();
        await visit.Page.GetByText("Compare two").ClickAsync();
        await CheckAsync(visit, "models");

        await visit.Page.GotoAsync($"{system.Web.Address}#/jobs");
        await visit.Button("checked").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync("is ready");
        await visit.Page.GetByText("Train a model").ClickAsync();
        await CheckAsync(visit, "jobs");
        Assert.Empty(visit.Complaints);
    }

    [AxeFact]
    public async Task Nothing_keeps_anybody_out_of_the_library()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync($"{library.Web.Address}#/library");
        await visit.Page.GetByText("Filters", new() { Exact = true }).ClickAsync();
        await visit.Page.GetByText("Add a folder").ClickAsync();
        await visit.Page.Locator(".library-tracks tbody tr").Nth(2).Locator("input.pick").CheckAsync();
        await visit.Page.Locator(".library-tracks tbody tr").Nth(3).Locator(".open").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".library-track h2")).ToBeFocusedAsync();
        await visit.Button("Similar tracks").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".found li").First).ToBeVisibleAsync();
        await visit.Page.Locator(".found .listen").First.ClickAsync();
        await CheckAsync(visit, "a library, a track and similar ones");

        await visit.Page.GotoAsync($"{library.Web.Address}#/library/map");
        await Assertions.Expect(visit.Page.Locator(".library-map > [role=status]")).ToHaveTextAsync($"{MadeUpLibrary.Tracks} tracks");
        await visit.Page.Locator(".library-map canvas").PressAsync("ArrowRight");
        await Assertions.Expect(visit.Page.Locator(".map-readout strong")).ToBeVisibleAsync();
        await CheckAsync(visit, "the map");

        foreach (var round in (string[])["disagreements", "labels", "doubtful"])
        {
            await visit.Page.GotoAsync($"{library.Web.Address}#/library/{round}");

            // All rounds have a title, and the one before is shown until the page has heard of the new address.
            await Assertions.Expect(visit.Page.Locator(".views [aria-current]")).ToHaveAttributeAsync("href", $"#/library/{round}");
            await Assertions.Expect(visit.Page.Locator("#review-title")).Not.ToHaveTextAsync("Looking for tracks …");
            await CheckAsync(visit, round);
        }
    }

    [AxeFact]
    public async Task Nothing_keeps_anybody_from_beginning_a_library()
    {
        using var none = new NoLibrary();
        await none.InitializeAsync();
        await using (var visit = await (await system.BrowserAsync()).VisitAsync($"{none.Web.Address}#/library"))
        {
            await Assertions.Expect(visit.Button("Add and scan")).ToBeVisibleAsync();
            await CheckAsync(visit, "no library yet");
        }

        await none.DisposeAsync();
    }

    private static async Task CheckAsync(Visit visit, string view)
    {
        foreach (var dress in Dresses)
        {
            await visit.Page.SetViewportSizeAsync(dress.Width, dress.Height);
            await visit.Page.EmulateMediaAsync(
                new PageEmulateMediaOptions { ForcedColors = dress.Forced, ColorScheme = dress.Scheme });
            Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                $"{view}, {dress}: wider than the window");
            Assert.Empty((await Axe.ViolationsAsync(visit.Page, dress.Rules)).Select(violation => $"{view}, {dress}: {violation}"));
        }

        // A narrow window has its track over the table.
        await visit.Page.SetViewportSizeAsync(Dresses[0].Width, Dresses[0].Height);
    }

    // A job to look at.
    private async Task TrainAsync()
    {
        using var call = system.Trainer.Train(new TrainRequest
        {
            Model = "checked", Recipe = "cnn2d", Data = new DataSet { Folder = "music" }, Epochs = 2,
        });
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    }

    private sealed record Dress(int Width, int Height, ColorScheme Scheme, ForcedColors Forced)
    {
        /// <summary>Other colours than the usual ones change nothing but what is about colours.</summary>
        public IReadOnlyList<string>? Rules =>
            Scheme == ColorScheme.Light && Forced == ForcedColors.None ? null : Axe.Colours;
    }
}
