using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The page tells which genres a track may be, and how often that holds.</summary>
[Collection(nameof(WebSystem))]
public class SetTests(WebSystem system)
{
    [ChromiumFact]
    public async Task A_track_tells_its_set_and_one_like_no_genre_is_unlike_anything_learnt()
    {
        await using var visit = await system.VisitAsync();

        await visit.ListenAsync(Sounds.Track("low"));
        await Assertions.Expect(visit.Page.Locator(".set strong")).ToHaveTextAsync("Only Low (90 %)");

        await visit.ListenAsync(Sounds.LowThenHigh());
        await Assertions.Expect(visit.Page.Locator(".set strong")).ToHaveTextAsync("Unlike anything learnt (90 %)");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_set_of_several_genres_names_them_all()
    {
        await using var visit = await system.VisitAsync();

        var words = await visit.Page.EvaluateAsync<string>(
            "async () => (await import('/js/verdict.js')).setInWords({ labels: ['reggae', 'hiphop'], coverage: 0.9 })");

        Assert.Equal("One of Reggae, Hiphop (90 %)", words);
    }
}
