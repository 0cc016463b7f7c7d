using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>A track comes in, and is shown and heard.</summary>
[Collection(nameof(WebSystem))]
public class ListenTests(WebSystem system)
{
    [ChromiumFact]
    public async Task A_track_gets_its_genres_its_pictures_and_its_parts()
    {
        await using var visit = await system.VisitAsync();

        await visit.ListenAsync(Sounds.LowThenHigh());

        await Assertions.Expect(visit.Genres).ToHaveCountAsync(2);
        await Assertions.Expect(visit.Page.Locator("#track-name")).ToHaveTextAsync("low then high.wav");
        await Assertions.Expect(visit.Page.Locator(".track-head .fine")).ToContainTextAsync("0:08 · pcm_s16le, 22.05 kHz, mono · toy 1");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "Genre over time: low from 0:00 to" })).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }
}
