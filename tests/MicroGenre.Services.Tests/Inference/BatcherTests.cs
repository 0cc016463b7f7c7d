using System.Diagnostics.Metrics;
using Grpc.Core;
using MicroGenre.Inference.Classification;
using MicroGenre.Inference.Models;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Signal;
using MicroGenre.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.Inference.Tests;

public sealed class BatcherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LoadedModel _model;
    private readonly LoadedModel.Lease _lease;

    public BatcherTests()
    {
        var repository = new ModelRepository(_folder.Path);
        ToyGenres.Train(repository, "toy");
        _model = new LoadedModel(repository.Load("toy"));
        _lease = _model.TryRent()!;
    }

    public void Dispose()
    {
        _lease.Dispose();
        _model.Unload();
        _folder.Dispose();
    }

    [Fact]
    public async Task Tracks_of_many_callers_get_each_its_own_answer()
    {
        using var batcher = new Batcher(new InferenceOptions());
        await batcher.StartAsync(CancellationToken.None);
        var tracks = ToyGenres.Tracks().Tracks.Select(track => track.Features).ToList();
        var asked = Enumerable.Range(0, 100).Select(i => batcher.ClassifyAsync(_lease, [tracks[i % tracks.Count]], CancellationToken.None))
            .ToList();
        var answers = await Task.WhenAll(asked);
        for (var i = 0; i < answers.Length; i++)
        {
            var expected = _model.Model.Classify(tracks[i % tracks.Count]);
            Assert.All(expected.Zip(answers[i].Answers[0].Probabilities), pair => Assert.Equal(pair.First, pair.Second, 5));
        }

        await batcher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task With_a_delay_a_track_waits_for_others_until_the_batch_is_full_or_the_delay_is_over()
    {
        var features = ToyGenres.FeaturesOf(ToyGenres.Track("low"));
        using var patient = new Batcher(new InferenceOptions { LargestBatch = 2, LargestDelay = TimeSpan.FromHours(1) });
        await patient.StartAsync(CancellationToken.None);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => patient.ClassifyAsync(_lease, [features], CancellationToken.None)));
        Assert.Equal(answers[0].Computed, answers[1].Computed);
        await patient.StopAsync(CancellationToken.None);

        var delay = TimeSpan.FromMilliseconds(50);
        using var hasty = new Batcher(new InferenceOptions { LargestBatch = 2, LargestDelay = delay });
        await hasty.StartAsync(CancellationToken.None);
        Assert.True((await hasty.ClassifyAsync(_lease, [features], CancellationToken.None)).Waited > delay / 2);
        await hasty.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Who_waits_in_a_batch_that_is_not_full_is_answered_when_the_service_stops()
    {
        using var batcher = new Batcher(new InferenceOptions { LargestDelay = TimeSpan.FromHours(1) });
        await batcher.StartAsync(CancellationToken.None);
        var asked = batcher.ClassifyAsync(_lease, [ToyGenres.FeaturesOf(ToyGenres.Track("low"))], CancellationToken.None);
        await batcher.StopAsync(CancellationToken.None);
        try
        {
            Assert.Equal(1, (await asked).Answers[0].Probabilities.Sum(), 4);
        }
        catch (RpcException refusal)
        {
            // It had not been taken into a batch yet.
            Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        }
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_a_stopped_one_tells_so()
    {
        // Not started: what is put in stays in.
        using var batcher = new Batcher(new InferenceOptions { QueueLength = 2 });
        var features = ToyGenres.FeaturesOf(ToyGenres.Track("low"));
        var waiting = new[] { batcher.ClassifyAsync(_lease, [features], CancellationToken.None),
            batcher.ClassifyAsync(_lease, [features], CancellationToken.None) };
        await Calls.RefusedAsync(StatusCode.ResourceExhausted, () => batcher.ClassifyAsync(_lease, [features], CancellationToken.None));

        await batcher.StartAsync(CancellationToken.None);
        await Task.WhenAll(waiting);
        await batcher.StopAsync(CancellationToken.None);
        await Calls.RefusedAsync(StatusCode.Unavailable, () => batcher.ClassifyAsync(_lease, [features], CancellationToken.None));
    }

    [Fact]
    public async Task A_track_that_the_model_cannot_take_spoils_no_others_answer()
    {
        using var batcher = new Batcher(new InferenceOptions());
        var good = batcher.ClassifyAsync(_lease, [ToyGenres.FeaturesOf(ToyGenres.Track("low"))], CancellationToken.None);
        var bad = batcher.ClassifyAsync(_lease, [new FeatureMatrix(3, 10)], CancellationToken.None);
        await batcher.StartAsync(CancellationToken.None);
        Assert.Equal(1, (await good).Answers[0].Probabilities.Sum(), 4);
        await Assert.ThrowsAsync<ArgumentException>(() => bad);
        await batcher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Who_gives_up_leaves_at_once_and_his_track_is_not_computed()
    {
        using var batcher = new Batcher(new InferenceOptions());
        using var impatience = new CancellationTokenSource();
        var given = batcher.ClassifyAsync(_lease, [new FeatureMatrix(32, 10)], impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await batcher.StartAsync(CancellationToken.None);
        await batcher.ClassifyAsync(_lease, [new FeatureMatrix(32, 10)], CancellationToken.None);
        await batcher.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void A_model_stays_as_long_as_anyone_uses_it()
    {
        var model = new LoadedModel(new ModelRepository(_folder.Path).Load("toy"));
        var first = model.TryRent()!;
        using (var second = first.Share())
        {
            model.Unload();
            first.Dispose();
            first.Dispose();
            Assert.Equal(2, second.Loaded.Model.Classify(new FeatureMatrix(32, 16)).Length);
        }

        Assert.Null(model.TryRent());
    }

    [Fact]
    public async Task The_length_of_the_queue_is_told()
    {
        using var batcher = new Batcher(new InferenceOptions());
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await new QueueMetrics(batcher, services.GetRequiredService<IMeterFactory>()).StartAsync(CancellationToken.None);
        using var cancellation = new CancellationTokenSource();
        // Nobody takes them: the batcher has not started.
        var waiting = Enumerable.Range(0, 3)
            .Select(_ => batcher.ClassifyAsync(_lease, [ToyGenres.FeaturesOf(ToyGenres.Track("low"))], cancellation.Token)).ToList();

        var told = new List<int>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == QueueMetrics.Length)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, length, _, _) => told.Add(length));
        listener.Start();
        listener.RecordObservableInstruments();

        Assert.Contains(3, told);
        await cancellation.CancelAsync();
        await batcher.StopAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
    }
}
