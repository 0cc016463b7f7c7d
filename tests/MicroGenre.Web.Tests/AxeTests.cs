using MicroGenre.Contracts;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>Every view, in every dress: nothing that axe-core finds keeps anybody out.</summary>
[Collection(nameof(WebSystem))]
public class AxeTests(WebSystem system)
{
    [AxeTheory]
    [InlineData(1200, 900, ColorScheme.Light, ForcedColors.None)]
    [InlineData(1200, 900, ColorScheme.Dark, ForcedColors.None)]
    [InlineData(1200, 900, ColorScheme.Light, ForcedColors.Active)]

    // What 200 % leaves of a window of 1200, and the narrowest window that WCAG asks for.
    [InlineData(600, 450, ColorScheme.Light, ForcedColors.None)]
    [InlineData(320, 640, ColorScheme.Light, ForcedColors.None)]
    public async Task Nothing_keeps_anybody_out(int width, int height, ColorScheme scheme, ForcedColors forced)
    {
        await TrainAsync();
        await using var visit = await (await system.BrowserAsync()).VisitAsync(system.Web.Address.ToString(), width, height, scheme);
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = forced, ColorScheme = scheme });
        await CheckAsync(visit, "nothing yet");

        await visit.ListenAsync(Sounds.LowThenHigh());
        await CheckAsync(visit, "a track");

        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"), Sounds.Broken);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 4 recognised");
        await CheckAsync(visit, "several tracks");

        await visit.Page.GotoAsync("/#/models");
        await Assertions.Expect(visit.Page.Locator(".model").First).ToBeVisibleAsync();
        await visit.Page.GetByText("Compare two").ClickAsync();
        await CheckAsync(visit, "models");

        await visit.Page.GotoAsync("/#/jobs");
        await visit.Button("checked").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync("is ready");
        await visit.Page.GetByText("Train a model").ClickAsync();
        await CheckAsync(visit, "jobs");
        Assert.Empty(visit.Complaints);
    }

    private static async Task CheckAsync(Visit visit, string view)
    {
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            $"{view}: wider than the window");
        Assert.Empty((await Axe.ViolationsAsync(visit.Page)).Select(violation => $"{view}: {violation}"));
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
}
