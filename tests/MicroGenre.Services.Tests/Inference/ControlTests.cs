using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Inference.Models;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace MicroGenre.Inference.Tests;

public class ControlTests
{
    private static readonly byte[] Low = ToyGenres.Track("low");

    [Fact]
    public async Task A_version_is_pinned_and_released_again()
    {
        await using var host = await InferenceHost.StartAsync();
        ToyGenres.Train(host.Models, "toy", seed: 2);
        var plan = await host.Control.PinAsync(new PinRequest { Model = "toy", Version = 1 });
        Assert.Equal(1, plan.Pins["toy"]);
        Assert.Equal(1, (await host.ClassifyAsync(Low)).Version);

        ToyGenres.Train(host.Models, "toy", seed: 3);
        await Eventually.HoldsAsync(async () => (await host.Client.ListModelsAsync(new ListModelsRequest())).Models.Count == 3,
            TimeSpan.FromSeconds(30), "version 3 is seen");
        Assert.Equal(1, (await host.ClassifyAsync(Low)).Version);

        Assert.Empty((await host.Control.PinAsync(new PinRequest { Model = "toy" })).Pins);
        Assert.Equal(3, (await host.ClassifyAsync(Low)).Version);
    }

    [Fact]
    public async Task What_is_decided_outlives_the_service_and_holds_for_all_who_share_the_repository()
    {
        await using var host = await InferenceHost.StartAsync();
        ToyGenres.Train(host.Models, "other");
        await host.Control.SetDefaultAsync(new SetDefaultRequest { Model = "other" });
        Assert.Equal("other", (await host.ClassifyAsync(Low)).Model);

        await using var second = await InferenceHost.StartAsync(withModel: false, ("MICROGENRE_MODELS", host.Models.Root));
        Assert.Equal("other", (await second.ClassifyAsync(Low)).Model);
        Assert.Equal("other", (await second.Control.GetServingPlanAsync(new GetServingPlanRequest())).DefaultModel);

        await second.Control.SetDefaultAsync(new SetDefaultRequest());
        await Eventually.HoldsAsync(
            async () => (await host.ClassifyAsync(Low)).Model == "toy", TimeSpan.FromSeconds(30), "the first service hears of it");
    }

    [Fact]
    public async Task The_very_first_request_is_answered_by_the_default_that_was_decided_before()
    {
        using var folder = new TemporaryFolder();
        var models = new ModelRepository(folder.Path);
        ToyGenres.Train(models, "toy");
        ToyGenres.Train(models, "other");
        (Models.ServingPlan.Empty with { DefaultModel = "other" }).Write(models.Root);
        using var cache = new ModelCache(
            models, new ModelLoader(models), new InferenceOptions { DefaultModel = "toy" }, NullLogger<ModelCache>.Instance);

        using var lease = await cache.RentAsync("", 0, CancellationToken.None);

        Assert.Equal("other", lease.Loaded.Model.Card.Name);
    }

    [Fact]
    public async Task A_plan_that_is_broken_leaves_what_was_decided_and_the_next_decision_mends_it()
    {
        await using var host = await InferenceHost.StartAsync();
        ToyGenres.Train(host.Models, "toy", seed: 2);
        ToyGenres.Train(host.Models, "other");
        await host.Control.PinAsync(new PinRequest { Model = "toy", Version = 1 });
        await File.WriteAllTextAsync(Path.Combine(host.Models.Root, "serving.json"), "{");

        Assert.Equal("other", (await host.ClassifyAsync(Low, new ClassifyOptions { Model = "other" })).Model);
        Assert.Equal(1, (await host.ClassifyAsync(Low)).Version);
        var plan = await host.Control.SetDefaultAsync(new SetDefaultRequest { Model = "other" });
        Assert.Equal(("other", 1), (plan.DefaultModel, plan.Pins["toy"]));
    }

    [Fact]
    public async Task An_unloaded_model_comes_back_when_it_is_asked_for()
    {
        await using var host = await InferenceHost.StartAsync();
        await host.ClassifyAsync(Low);
        Assert.Equal(1, (await host.Control.UnloadAsync(new UnloadRequest { Model = "toy" })).Unloaded);
        Assert.Equal(0, (await host.Control.UnloadAsync(new UnloadRequest { Model = "toy" })).Unloaded);
        Assert.Equal(ModelState.Available, (await host.Client.ListModelsAsync(new ListModelsRequest())).Models.Single().State);

        // A service that is not ready would not be asked, and the model never be back.
        Assert.Equal(HealthStatus.Healthy, await host.HealthAsync());
        Assert.Equal(1, (await host.ClassifyAsync(Low)).Version);
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_decided()
    {
        await using var host = await InferenceHost.StartAsync();
        await Calls.RefusedAsync(StatusCode.NotFound, () =>
            host.Control.PinAsync(new PinRequest { Model = "toy", Version = 9 }).ResponseAsync);
        await Calls.RefusedAsync(StatusCode.NotFound, () =>
            host.Control.PinAsync(new PinRequest { Model = "none", Version = 1 }).ResponseAsync);
        await Calls.RefusedAsync(StatusCode.NotFound, () =>
            host.Control.SetDefaultAsync(new SetDefaultRequest { Model = "none" }).ResponseAsync);
        await Calls.RefusedAsync(StatusCode.NotFound, () => host.Control.UnloadAsync(new UnloadRequest { Model = "none" }).ResponseAsync);
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => host.Control.PinAsync(new PinRequest { Version = 1 }).ResponseAsync);
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () =>
            host.Control.UnloadAsync(new UnloadRequest { Model = "toy", Version = -1 }).ResponseAsync);
        Assert.False(File.Exists(Path.Combine(host.Models.Root, "serving.json")));
    }
}
