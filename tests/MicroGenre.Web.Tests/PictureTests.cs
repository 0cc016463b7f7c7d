using MicroGenre.Cli.Demo;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>
/// The pictures of the documentation, from synthetic music. They are kept where <c>MICROGENRE_PICTURES</c> says:
/// <c>MICROGENRE_PICTURES=$PWD/docs/images dotnet test tests/MicroGenre.Web.Tests --filter PictureTests</c>.
/// </summary>
[Collection(nameof(WebSystem))]
public sealed class PictureTests(WebSystem system, DemoSystem demo) : IClassFixture<DemoSystem>, IDisposable
{
    private const string Setting = "MICROGENRE_PICTURES";
    private readonly TemporaryFolder _folder = new();

    [ChromiumTheory]
    [InlineData("light", 1200, ColorScheme.Light)]
    [InlineData("dark", 1200, ColorScheme.Dark)]
    [InlineData("phone", 375, ColorScheme.Light)]
    public async Task A_track_fits_the_page(string name, int width, ColorScheme scheme)
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync(demo.Web.Address.ToString(), width, 900, scheme);
        await visit.ListenAsync(Medley());
        await visit.Page.GetByLabel("Position").FillAsync("34");
        await Assertions.Expect(visit.Page.Locator(".now")).ToContainTextAsync("At 0:34");

        await KeepAsync(visit, $"web-{name}");
    }

    [ChromiumFact]
    public async Task Models_and_jobs_fit_the_page()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync(demo.Web.Address.ToString());
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Models" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "gtzan 2" })).ToBeVisibleAsync();
        await KeepAsync(visit, "web-models");

        await TrainAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Jobs" }).ClickAsync();
        await visit.Button("learnt").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync("Finished");
        await KeepAsync(visit, "web-jobs");
    }

    [ChromiumFact]
    public async Task A_table_of_tracks_fits_a_phone()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync(system.Web.Address.ToString(), 375, 800);
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"), Sounds.LowThenHigh(), Sounds.Broken);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 4 recognised");

        await KeepAsync(visit, "web-table");
    }

    public void Dispose() => _folder.Dispose();

    private static FilePayload Medley()
    {
        using var folder = new TemporaryFolder();
        new Medley().Write(folder["medley.wav"]);
        return Sounds.Wave("medley.wav", File.ReadAllBytes(folder["medley.wav"]));
    }

    private async Task TrainAsync()
    {
        var request = new TrainRequest { Model = "learnt", RecipeJson = ToyGenres.RecipeJson, Data = new DataSet { Folder = "music" }, Detached = true };
        using var call = demo.Trainer.Train(request);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    }

    private async Task KeepAsync(Visit visit, string name)
    {
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name}: wider than the window");
        var folder = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } kept ? Directory.CreateDirectory(kept).FullName : _folder.Path;
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
        Assert.Empty(visit.Complaints);
    }
}
