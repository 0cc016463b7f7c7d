using MicroGenre.Cli.Demo;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>
/// The page in its three dresses, light, dark and as narrow as a phone; and the pictures of the documentation, from synthetic music, which
/// are kept where <c>MICROGENRE_PICTURES</c> says.
/// </summary>
[Collection(nameof(WebSystem))]
public sealed class PictureTests(WebSystem system, DemoSystem demo, PictureLibrary library)
    : IClassFixture<DemoSystem>, IClassFixture<PictureLibrary>, IDisposable
{
    private const string Setting = "MICROGENRE_PICTURES";
    private const int Wide = 1200;
    private const int Phone = 360;
    private const int Tall = 900;
    private readonly TemporaryFolder _folder = new();

    [ChromiumFact]
    public async Task A_track_is_legible_in_light_in_dark_and_on_a_phone()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync(demo.Web.Address.ToString(), Wide);
        await visit.ListenAsync(Medley());
        await visit.Page.GetByLabel("Position").FillAsync("34");
        await Assertions.Expect(visit.Page.Locator(".now")).ToContainTextAsync("At 0:34");
        await visit.Page.GetByLabel("Position").BlurAsync();

        await CheckAsync(visit, "web-light");
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await CheckAsync(visit, "web-dark");
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await visit.Page.SetViewportSizeAsync(Phone, 800);
        await CheckAsync(visit, "web-phone");
    }

    [ChromiumFact]
    public async Task The_evidence_for_a_genre_is_legible_in_light_in_dark_and_on_a_phone()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync(demo.Web.Address.ToString(), Wide);
        await visit.ListenAsync(Medley());
        await visit.Page.Locator(".why-bar button").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".kinds button")).ToHaveCountAsync(4);
        await visit.Button("Hear the reason").ClickAsync();
        await Assertions.Expect(visit.Button("Pause")).ToBeVisibleAsync();
        await visit.Button("Pause").ClickAsync();
        await visit.Page.GetByLabel("Position").FillAsync("45");

        await CheckEverywhereAsync(visit, "web-why");
    }

    [ChromiumFact]
    public async Task Sets_of_genres_are_legible_in_light_in_dark_and_on_a_phone()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync(system.Web.Address.ToString(), Wide);
        await visit.ListenAsync(Sounds.Track("low"));
        await Assertions.Expect(visit.Page.Locator(".set")).ToBeVisibleAsync();

        await CheckEverywhereAsync(visit, "web-set");
    }

    [ChromiumFact]
    public async Task Tables_models_and_jobs_are_legible_in_light_in_dark_and_on_a_phone()
    {
        await TrainAsync();
        await using var visit = await (await system.BrowserAsync()).VisitAsync(demo.Web.Address.ToString(), Wide);
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"), Sounds.LowThenHigh(), Sounds.Broken);
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("3 of 4 recognised");
        await CheckEverywhereAsync(visit, "web-table");
        await visit.Button("low.0.wav").ClickAsync();
        await Assertions.Expect(visit.Parts.First).ToBeVisibleAsync();
        await CheckAsync(visit, "web-workspace");

        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Models" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "gtzan 5" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".model .confusion")).ToHaveCountAsync(3);
        await CheckEverywhereAsync(visit, "web-models");

        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Jobs" }).ClickAsync();
        await visit.Button("learnt").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync("is ready");
        await visit.Page.GetByText("Train a model").ClickAsync();
        await visit.Page.GetByLabel("Recipe").SelectOptionAsync("skip-gru-mfcc");
        await CheckEverywhereAsync(visit, "web-jobs");
    }

    [ChromiumFact]
    public async Task A_library_is_legible_in_light_in_dark_and_on_a_phone()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync($"{library.Web.Address}#/library", Wide, Tall);
        var row = visit.Page.Locator(".library-tracks tbody tr").Nth(4);
        await Assertions.Expect(row.Locator("td.year")).Not.ToBeEmptyAsync();
        await visit.Page.SetViewportSizeAsync(Phone, 800);
        await CheckAsync(visit, "web-library-phone", isStretched: false);
        await visit.Page.SetViewportSizeAsync(Wide, Tall);
        await row.Locator(".open").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".library-track .genres").First).ToBeVisibleAsync();
        await visit.Page.EvaluateAsync("scrollTo(0, 0)");
        await CheckAsync(visit, "web-library", isStretched: false);
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await CheckAsync(visit, "web-library-dark", isStretched: false);
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });

        await visit.Page.GotoAsync($"{library.Web.Address}#/library/map");
        await Assertions.Expect(visit.Page.Locator(".library-map > [role=status]")).ToContainTextAsync("tracks");
        await visit.Page.Locator(".library-map canvas").PressAsync("ArrowRight");
        await Assertions.Expect(visit.Page.Locator(".map-readout strong")).ToBeVisibleAsync();
        await visit.Page.SetViewportSizeAsync(Wide, 1100);
        await CheckAsync(visit, "web-map", isStretched: false);

        await visit.Page.GotoAsync($"{library.Web.Address}#/library/disagreements");
        await Assertions.Expect(visit.Page.Locator(".review-card .about")).ToBeVisibleAsync();
        await CheckAsync(visit, "web-disagreements");
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
        var request = new TrainRequest
        {
            Model = "learnt",
            RecipeJson = ToyGenres.RecipeJson,
            Data = new DataSet { Folder = "music" },
            Detached = true,
        };
        using var call = demo.Trainer.Train(request);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    }

    private async Task CheckEverywhereAsync(Visit visit, string name)
    {
        await visit.Page.SetViewportSizeAsync(Phone, 800);
        await CheckAsync(visit, $"{name}-phone");
        await visit.Page.SetViewportSizeAsync(Wide, 900);
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await CheckAsync(visit, $"{name}-dark");
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        await CheckAsync(visit, name);
    }

    /// <summary>
    /// Sees that nothing is wider than the window and that all text stands out from what is behind it, and keeps a picture where one is
    /// wanted.
    /// </summary>
    private async Task CheckAsync(Visit visit, string name, bool isStretched = true)
    {
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            $"{name}: wider than the window");
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(Contrast.FaintTexts));
        Assert.Empty(visit.Complaints);
        var folder = Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } kept ? Directory.CreateDirectory(kept).FullName
            : _folder.Path;
        var picture = Path.Combine(folder, $"{name}.png");
        if (isStretched)
        {
            await StretchAsync(visit);
        }

        await visit.Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = picture,
            Animations = ScreenshotAnimations.Disabled,
        });
        Assert.True(new FileInfo(picture).Length > 10_000, $"{name}: an empty picture");
        await visit.Page.SetViewportSizeAsync(visit.Page.ViewportSize!.Width, Tall);
    }

    // A window as high as the page, so that the player stands below it all.
    private static async Task StretchAsync(Visit visit)
    {
        var height = await visit.Page.EvaluateAsync<int>("Math.ceil(document.body.getBoundingClientRect().height)");
        await visit.Page.SetViewportSizeAsync(visit.Page.ViewportSize!.Width, height);
    }
}
