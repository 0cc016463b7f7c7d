using System.Text.RegularExpressions;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The pages of models and of jobs.</summary>
[Collection(nameof(WebSystem))]
public partial class ModelsAndJobsTests(WebSystem system)
{
    private const int Forever = 100_000;

    // Drawings of epochs have the word in their names, too.
    private static readonly PageGetByLabelOptions Exactly = new() { Exact = true };

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
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("From toy 1 to unsure 1.");
            await visit.Button("Leave as it is").ClickAsync();
            await Assertions.Expect(visit.Button("Use by default: unsure")).ToBeFocusedAsync();
            Assert.NotEqual("unsure", (await system.Control.GetServingPlanAsync(new GetServingPlanRequest())).DefaultModel);

            await visit.Button("Use by default: unsure").ClickAsync();
            await visit.Button("Use by default").ClickAsync();
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
        await visit.Page.GetByLabel("Tracks, a folder for each genre").SelectOptionAsync("music: 10 tracks, 2 genres");
        await visit.Page.GetByLabel("Epochs", Exactly).FillAsync("2");
        await visit.Button("Start").DblClickAsync();

        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync("learnt 1 is ready");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "Loss after 2 epochs: training" }))
            .ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "Accuracy after 2 epochs: training" }))
            .ToBeVisibleAsync();

        // A double click is one order.
        await Assertions.Expect(visit.Button("learnt")).ToHaveCountAsync(1);
        await visit.Page.Locator(".trial input").SetInputFilesAsync(Sounds.Track("low"));
        await Assertions.Expect(visit.Page.Locator(".trial .answer")).ToBeVisibleAsync();

        await OpenAsync(visit, "Models");
        await Assertions.Expect(Card(visit, "learnt 1").Locator(".confusion tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(visit.Page.Locator(".yardstick .few").Filter(new LocatorFilterOptions { HasText = "learnt 1" }))
            .ToContainTextAsync("too few to compare");
        await Assertions.Expect(Card(visit, "learnt 1")).ToContainTextAsync("Validated on");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task Two_versions_are_compared_by_how_often_they_are_right_and_by_what_they_mistake()
    {
        await TrainAsync("twice");
        await TrainAsync("twice");
        await Eventually.HoldsAsync(
            async () => (await system.Classifier.ListModelsAsync(new ListModelsRequest())).Models
                .Any(model => model is { Name: "twice", Version: 2 }),
            Browser.Limit, "both versions are listed");
        await using var visit = await system.VisitAsync();
        await OpenAsync(visit, "Models");

        await visit.Page.GetByText("Compare two").ClickAsync();
        await visit.Page.Locator(".choice select").First.SelectOptionAsync("twice 1");
        await visit.Page.Locator(".choice select").Last.SelectOptionAsync("twice 2");

        await Assertions.Expect(visit.Page.Locator(".pair")).ToContainTextAsync("The intervals overlap: the difference may be chance.");
        await Assertions.Expect(visit.Page.Locator(".difference tbody tr")).ToHaveCountAsync(2);
        await visit.Button("Pin this version: twice 1").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("From twice 2 to twice 1.");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("even if newer ones are trained");
        await visit.Button("Leave as it is").ClickAsync();
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task The_yardstick_is_Wilsons_interval()
    {
        await using var visit = await system.VisitAsync();

        var interval = await visit.Page.EvaluateAsync<double[]>(
            "async () => { const { wilson } = await import('/js/accuracy.js'); return [...wilson(0.95, 20), ...wilson(0.67, 639)]; }");

        // As statsmodels' proportion_confint(method='wilson') has them.
        Assert.Equal([0.764, 0.991, 0.633, 0.705], interval.Select(bound => Math.Round(bound, 3)));
    }

    [ChromiumFact]
    public async Task Recipes_are_grouped_by_how_long_they_take_and_tell_what_to_expect()
    {
        await using var visit = await system.VisitAsync();
        await OpenAsync(visit, "Jobs");
        await visit.Page.GetByText("Train a model").ClickAsync();
        var recipes = visit.Page.GetByLabel("Recipe");

        await Assertions.Expect(recipes.Locator("optgroup[label='Under a minute'] option").First)
            .ToHaveTextAsync(BestInSeconds());
        await Assertions.Expect(recipes.Locator("optgroup[label='Longer'] option[value=lenet]")).ToHaveTextAsync(LenetInMinutes());
        await recipes.SelectOptionAsync("lenet");
        await Assertions.Expect(visit.Page.Locator(".job-form")).ToContainTextAsync(Expectation());
        Assert.Empty(visit.Complaints);
    }

    // Which figures these are, another test compares with the results.
    [GeneratedRegex(@"^textures-and-modulations: \d+ %, \d+ s$", RegexOptions.None, 1000)]
    private static partial Regex BestInSeconds();

    [GeneratedRegex(@"^lenet: \d+ %, \d+ min$", RegexOptions.None, 1000)]
    private static partial Regex LenetInMinutes();

    [GeneratedRegex(
        @"On \d+ tracks of GTZAN, training took \d+ min; \d+ % of \d+ answers about others were right \(\d+ % to \d+ %\)\.",
        RegexOptions.None, 1000)]
    private static partial Regex Expectation();

    [ChromiumFact]
    public async Task A_recipe_without_epochs_asks_for_none()
    {
        await using var visit = await system.VisitAsync();
        await OpenAsync(visit, "Jobs");
        await visit.Page.GetByText("Train a model").ClickAsync();
        await Assertions.Expect(visit.Page.GetByLabel("Epochs", Exactly)).ToHaveAttributeAsync("placeholder", "50");

        await visit.Page.GetByLabel("Recipe").SelectOptionAsync("textures-and-modulations");

        await Assertions.Expect(visit.Page.GetByLabel("Epochs", Exactly)).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task A_job_is_ordered_again_from_its_own_and_its_curves_are_laid_beside_another()
    {
        await TrainAsync("beside");
        await TrainAsync("copied");
        await using var visit = await system.VisitAsync();
        await OpenAsync(visit, "Jobs");
        await visit.Button("copied").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync("copied 1 is ready");

        var beside = visit.Page.Locator(".compare option").Filter(new LocatorFilterOptions { HasText = "beside, by " });
        await visit.Page.GetByLabel("Compare its curves with").SelectOptionAsync((await beside.GetAttributeAsync("value"))!);
        await Assertions.Expect(visit.Page.Locator(".key.other").First).ToBeVisibleAsync();
        await visit.Button("Duplicate").ClickAsync();

        await Assertions.Expect(visit.Page.GetByLabel("Name of the model")).ToHaveValueAsync("copied");
        await Assertions.Expect(visit.Page.GetByLabel("Tracks, a folder for each genre")).ToHaveValueAsync("music");
        await Assertions.Expect(visit.Page.GetByLabel("Epochs", Exactly)).ToHaveValueAsync("2");
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task A_running_training_is_followed_cancelled_and_resumed()
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

        await visit.Button("Resume").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync($"of {Forever}");
        await visit.Button("Cancel").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".job-head")).ToContainTextAsync("The training was cancelled.");
        Assert.Empty(visit.Complaints);
    }

    private async Task TrainAsync(string model)
    {
        using var call = system.Trainer.Train(new TrainRequest
        {
            Model = model, Recipe = "cnn2d", Data = new DataSet { Folder = "music" }, Epochs = 2,
        });
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
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
