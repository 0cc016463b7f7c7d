using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The pages of models and of jobs.</summary>
[Collection(nameof(WebSystem))]
public class ModelsAndJobsTests(WebSystem system)
{
    private const int Forever = 100_000;

    [ChromiumFact]
    public async Task The_default_model_is_chosen_and_answers_at_once()
    {
        await using var visit = await system.VisitAsync();
        try
        {
            await OpenAsync(visit, "Models");
            await Assertions.Expect(Card(visit, "toy 1")).ToContainTextAsync("default");
            await Assertions.Expect(Card(visit, "toy 1")).ToContainTextAsync("Accuracy on its own tracks");
            await visit.Button("Use by default: unsure").ClickAsync();
            await Assertions.Expect(Card(visit, "unsure 1").Locator(".badge.strong")).ToHaveTextAsync("default");
            await Assertions.Expect(Card(visit, "unsure 1").Locator("h2 a")).ToBeFocusedAsync();
            Assert.Equal("unsure", (await system.Control.GetServingPlanAsync(new GetServingPlanRequest())).DefaultModel);

            await OpenAsync(visit, "Listen");
            await visit.ListenAsync(Sounds.Track("low"));
            await Assertions.Expect(visit.Page.Locator(".track-head .fine")).ToContainTextAsync("unsure 1");
            await Assertions.Expect(visit.Page.Locator(".uncertain")).ToBeVisibleAsync();
        }
        finally
        {
            await system.Control.SetDefaultAsync(new SetDefaultRequest { Model = "toy" });
        }

        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_training_is_started_watched_to_its_end_and_its_model_shown_with_its_confusion_matrix()
    {
        await using var visit = await system.VisitAsync();
        await OpenAsync(visit, "Jobs");

        await visit.Page.GetByText("Train a model").ClickAsync();
        await visit.Page.GetByLabel("Name of the model").FillAsync("learnt");
        await visit.Page.GetByLabel("Recipe").SelectOptionAsync("cnn2d");
        await visit.Page.GetByLabel("Tracks, a folder for each genre").FillAsync("music");
        await visit.Page.GetByLabel("Epochs").FillAsync("2");
        await visit.Button("Start").ClickAsync();

        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync("learnt 1 is ready");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "Loss after 2 epochs: training" }))
            .ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "Accuracy after 2 epochs: training" }))
            .ToBeVisibleAsync();

        await OpenAsync(visit, "Models");
        await Assertions.Expect(Card(visit, "learnt 1").Locator(".confusion tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(Card(visit, "learnt 1")).ToContainTextAsync("Validated on");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_running_training_is_followed_and_cancelled()
    {
        await using var visit = await system.VisitAsync();
        using var call = system.Trainer.Train(new TrainRequest
        {
            Model = "endless", RecipeJson = ToyGenres.RecipeJson, Data = new DataSet { Folder = "music" }, Epochs = Forever,
                Detached = true,
        });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));

        await OpenAsync(visit, "Jobs");
        await visit.Button("endless").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync($"of {Forever}");
        await visit.Button("Cancel").ClickAsync();

        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync("The training was cancelled.");
        await Assertions.Expect(visit.Page.Locator("#job-name")).ToBeFocusedAsync();
        await Assertions.Expect(visit.Page.Locator("#job-list tr").Filter(new LocatorFilterOptions { HasText = "endless" }))
            .ToContainTextAsync("cancelled");
        Assert.Empty(visit.Complaints);
    }

    private static async Task OpenAsync(Visit visit, string page)
    {
        var link = visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = page, Exact = true });
        await link.ClickAsync();
        await Assertions.Expect(link).ToHaveAttributeAsync("aria-current", "page");
    }

    private static ILocator Card(Visit visit, string model) => visit.Page.GetByRole(AriaRole.Article, new PageGetByRoleOptions
    {
        Name = model,
    });
}
