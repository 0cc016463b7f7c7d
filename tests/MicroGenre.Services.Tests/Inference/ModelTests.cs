using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MicroGenre.Inference.Tests;

public class ModelTests
{
    private static readonly byte[] Low = ToyGenres.Track("low");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_new_version_takes_over_and_the_old_one_still_answers_by_number()
    {
        await using var host = await InferenceHost.StartAsync();
        Assert.Equal(1, (await host.ClassifyAsync(Low)).Version);
        ToyGenres.Train(host.Models, "toy", seed: 2);
        await Eventually.HoldsAsync(async () => (await host.ClassifyAsync(Low)).Version == 2, Patience, "version 2 answers");
        Assert.Equal(1, (await host.ClassifyAsync(Low, new ClassifyOptions { Version = 1 })).Version);
    }

    [Fact]
    public async Task A_model_is_found_as_soon_as_it_is_there()
    {
        await using var host = await InferenceHost.StartAsync(settings: ("Inference:RefreshInterval", "01:00:00"));
        await Calls.RefusedAsync(StatusCode.NotFound, () => host.ClassifyAsync(Low, new ClassifyOptions { Model = "other" }));
        ToyGenres.Train(host.Models, "other");
        Assert.Equal("other", (await host.ClassifyAsync(Low, new ClassifyOptions { Model = "other" })).Model);
    }

    [Fact]
    public async Task A_version_that_does_not_load_leaves_the_old_one_in_place_and_says_why()
    {
        await using var host = await InferenceHost.StartAsync();
        await host.ClassifyAsync(Low);
        Break(host, version: 2);
        await Eventually.HoldsAsync(
            async () => (await ListAsync(host)).Any(model => model.State == ModelState.Failed), Patience, "the broken version was tried");
        Assert.Equal(1, (await host.ClassifyAsync(Low)).Version);
        var models = await ListAsync(host);
        Assert.Equal([2, 1], models.Select(model => model.Version));
        Assert.NotEmpty(models[0].Problem);
        Assert.Equal(ModelState.Ready, models[1].State);
        await Calls.RefusedAsync(StatusCode.FailedPrecondition, () => host.ClassifyAsync(Low, new ClassifyOptions { Version = 2 }));

        ToyGenres.Train(host.Models, "toy");
        await Eventually.HoldsAsync(async () => (await host.ClassifyAsync(Low)).Version == 3, Patience, "version 3 answers");
    }

    [Fact]
    public async Task A_copy_of_a_version_takes_over()
    {
        await using var host = await InferenceHost.StartAsync();
        var (original, copy) = (host.Models.FolderOf("toy", 1), host.Models.FolderOf("toy", 3));
        var hidden = Directory.CreateDirectory(copy + ".new").FullName;
        foreach (var file in Directory.GetFiles(original))
        {
            File.Copy(file, Path.Combine(hidden, Path.GetFileName(file)));
        }

        Directory.Move(hidden, copy);
        await Eventually.HoldsAsync(async () => (await host.ClassifyAsync(Low)).Version == 3, Patience, "the copy answers");
        Assert.Equal([3, 1], (await ListAsync(host)).Select(model => model.Version));
    }

    [Fact]
    public async Task A_version_that_is_copied_file_by_file_answers_as_soon_as_it_is_whole()
    {
        await using var host = await InferenceHost.StartAsync();
        var (original, copy) = (host.Models.FolderOf("toy", 1), Directory.CreateDirectory(host.Models.FolderOf("toy", 2)).FullName);
        File.Copy(Path.Combine(original, "model.json"), Path.Combine(copy, "model.json"));
        var weights = await File.ReadAllBytesAsync(Path.Combine(original, "weights.safetensors"));
        await using (var file = File.Create(Path.Combine(copy, "weights.safetensors")))
        {
            await file.WriteAsync(weights.AsMemory(0, weights.Length / 2));
            await file.FlushAsync();
            await Eventually.HoldsAsync(
                async () => (await ListAsync(host)).Any(model => model.State == ModelState.Failed), Patience, "the half version was tried");
            Assert.Equal(1, (await host.ClassifyAsync(Low)).Version);
            await file.WriteAsync(weights.AsMemory(weights.Length / 2));
        }

        await Eventually.HoldsAsync(async () => (await host.ClassifyAsync(Low)).Version == 2, Patience, "version 2 answers");
    }

    [Fact]
    public async Task Versions_may_be_swapped_while_requests_run()
    {
        await using var host = await InferenceHost.StartAsync();
        using var over = new CancellationTokenSource();
        var versions = new HashSet<int>();
        var callers = Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!over.IsCancellationRequested)
            {
                var reply = await host.ClassifyAsync(Low);
                lock (versions)
                {
                    versions.Add(reply.Version);
                }
            }
        }).ToList();
        for (var version = 2; version <= 4; version++)
        {
            ToyGenres.Train(host.Models, "toy", seed: version);
            await Eventually.HoldsAsync(() => Task.FromResult(Contains(versions, version) || callers.Exists(caller => caller.IsFaulted)),
                Patience, $"version {version} answers");
        }

        await over.CancelAsync();
        await Task.WhenAll(callers);
    }

    [Fact]
    public async Task A_model_that_is_deleted_is_gone_and_the_others_stay()
    {
        await using var host = await InferenceHost.StartAsync();
        ToyGenres.Train(host.Models, "other");
        var other = new ClassifyOptions { Model = "other" };
        await host.ClassifyAsync(Low, other);
        Directory.Delete(Path.Combine(host.Models.Root, "other"), recursive: true);
        await Eventually.HoldsAsync(async () => (await ListAsync(host)).Count == 1, Patience, "the model has left");
        await Calls.RefusedAsync(StatusCode.NotFound, () => host.ClassifyAsync(Low, other));
        Assert.Equal("toy", (await host.ClassifyAsync(Low)).Model);
    }

    [Fact]
    public async Task Only_so_many_models_are_held_and_all_answer()
    {
        await using var host = await InferenceHost.StartAsync(settings: ("Inference:LoadedModels", "2"));
        string[] names = ["a", "b", "c"];
        foreach (var name in names)
        {
            ToyGenres.Train(host.Models, name);
        }

        foreach (var name in names.Concat(names).Append("toy"))
        {
            Assert.Equal(name, (await host.ClassifyAsync(Low, new ClassifyOptions { Model = name })).Model);
            Assert.InRange((await ListAsync(host)).Count(model => model.State == ModelState.Ready), 1, 2);
        }
    }

    [Fact]
    public async Task The_list_says_what_the_models_are()
    {
        await using var host = await InferenceHost.StartAsync();
        await host.ClassifyAsync(Low);
        var model = Assert.Single(await ListAsync(host));
        Assert.Equal(("toy", 1, "toy", true, ModelState.Ready), (model.Name, model.Version, model.Recipe, model.IsDefault, model.State));
        Assert.Equal(ToyGenres.Names, model.Labels);
        Assert.Contains("trainAccuracy", model.Metrics.Keys);
        Assert.Contains("\"labels\"", model.Card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_the_service_is_not_ready_and_says_what_it_lacks()
    {
        await using var host = await InferenceHost.StartAsync(withModel: false);
        await Calls.RefusedAsync(StatusCode.FailedPrecondition, () => host.ClassifyAsync(Low));
        Assert.Equal(HealthStatus.Unhealthy, await host.HealthAsync());
        ToyGenres.Train(host.Models, "toy");
        await Eventually.HoldsAsync(async () => await host.HealthAsync() == HealthStatus.Healthy, Patience, "ready");
        Assert.Equal("toy", (await host.ClassifyAsync(Low)).Model);
    }

    private static void Break(InferenceHost host, int version)
    {
        var (good, bad) = (host.Models.FolderOf("toy", 1), host.Models.FolderOf("toy", version));
        var hidden = bad + ".new";
        Directory.CreateDirectory(hidden);
        File.WriteAllText(Path.Combine(hidden, "model.json"), File.ReadAllText(Path.Combine(good, "model.json"))
            .Replace("\"version\": 1", $"\"version\": {version}", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(hidden, "weights.safetensors"), "not weights");
        Directory.Move(hidden, bad);
    }

    private static bool Contains(HashSet<int> versions, int version)
    {
        lock (versions)
        {
            return versions.Contains(version);
        }
    }

    private static async Task<IList<ModelInfo>> ListAsync(InferenceHost host) =>
        (await host.Client.ListModelsAsync(new ListModelsRequest())).Models;
}
