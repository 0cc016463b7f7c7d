using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using MicroGenre.Training.Jobs;

namespace MicroGenre.Training.Tests;

public class ResumeTests
{
    private const int Forever = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_job_that_was_cancelled_and_resumed_ends_with_the_same_weights_as_one_that_was_not()
    {
        await using var host = await TrainingHost.StartAsync();
        await host.TrainAsync(Request("undisturbed"));
        var cancelled = await CancelledAsync(host);
        var events = await EventsAsync(host.Client.Resume(new ResumeRequest { Job = cancelled.Job }));
        Assert.NotNull(events[^1].Finished);
        Assert.True(events.First(happened => happened.Epoch is not null).Epoch.Epoch > 1, "It began again.");
        await SameWeightsAsync(host.Models, cancelled.Model);
    }

    [Fact]
    public async Task A_detached_job_survives_a_restart_of_the_service()
    {
        await using var host = await TrainingHost.StartAsync();
        await host.TrainAsync(Request("undisturbed"));
        var request = Request("disturbed");
        request.Detached = true;
        string job;
        using (var call = host.Client.Train(request))
        {
            await TrainingHost.UntilTrainingAsync(call);
            job = call.ResponseStream.Current.Job;
        }

        await host.RestartAsync();
        var events = await EventsAsync(host.Client.Watch(new WatchRequest { Job = job }));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (ulong)number), events.Select(happened => happened.Sequence));
        Assert.NotNull(events[^1].Finished);
        Assert.Equal(JobState.Finished, (await host.Client.GetJobAsync(new GetJobRequest { Job = job })).State);
        await SameWeightsAsync(host.Models, "disturbed");
    }

    [LinuxFact]
    public async Task A_job_whose_service_was_killed_ends_with_the_same_weights_as_one_that_was_not()
    {
        using var folder = new TemporaryFolder();
        ToyGenres.WriteFolders(folder["data"]);
        var job = await KilledAsync(folder);
        await using var service = await TrainerProcess.StartAsync(folder["data"], folder["models"]);
        var events = await EventsAsync(service.Client.Watch(new WatchRequest { Job = job.Job }));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (ulong)number), events.Select(happened => happened.Sequence));
        Assert.Equal(2, events.Count(happened => happened.Queued is not null));
        Assert.NotNull(events[^1].Finished);

        var request = Request("undisturbed");
        request.Data = new DataSet { Folder = "." };
        await EventsAsync(service.Client.Train(request));
        await SameWeightsAsync(new ModelRepository(folder["models"]), job.Model);
    }

    [Theory]
    [InlineData("{\"job\":\"x\",\"seq")]
    [InlineData("{\"job\":\"x\",\"seq{\"job\":\"x\",\"sequence\":\"9\"}\n{\"job\":\"x\",\"sequence\":\"10\"}\n")]
    public async Task A_job_whose_last_event_was_cut_short_is_taken_up(string torn)
    {
        await using var host = await TrainingHost.StartAsync();
        var request = Request("toy");
        request.Detached = true;
        string job;
        using (var call = host.Client.Train(request))
        {
            await TrainingHost.UntilTrainingAsync(call);
            job = call.ResponseStream.Current.Job;
        }

        await host.RestartAsync(between: () => File.AppendAllText(Path.Combine(host.Models.Root, ".jobs", job, "events.jsonl"), torn));
        var events = await EventsAsync(host.Client.Watch(new WatchRequest { Job = job }));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (ulong)number), events.Select(happened => happened.Sequence));
        Assert.NotNull(events[^1].Finished);
    }

    [Fact]
    public async Task Jobs_that_a_restart_interrupts_are_not_forgotten_however_few_are_kept()
    {
        await using var host = await TrainingHost.StartAsync(("Training:KeptJobs", "1"));
        var request = TrainingHost.Request(Forever);
        request.Detached = true;
        using var first = host.Client.Train(request);
        await TrainingHost.UntilTrainingAsync(first);
        using var second = host.Client.Train(request);
        Assert.True(await second.ResponseStream.MoveNext(CancellationToken.None));
        await host.RestartAsync();
        var jobs = (await host.Client.ListJobsAsync(new ListJobsRequest())).Jobs.Select(job => job.Job).Order(StringComparer.Ordinal);
        Assert.Equal(new[] { first.ResponseStream.Current.Job, second.ResponseStream.Current.Job }.Order(StringComparer.Ordinal), jobs);
    }

    [Fact]
    public async Task A_job_whose_caller_went_with_the_service_is_cancelled()
    {
        await using var host = await TrainingHost.StartAsync();
        using var call = host.Client.Train(TrainingHost.Request(Forever));
        await TrainingHost.UntilTrainingAsync(call);
        await host.RestartAsync();
        Assert.Equal(JobState.Cancelled, Assert.Single((await host.Client.ListJobsAsync(new ListJobsRequest())).Jobs).State);
    }

    [Fact]
    public async Task All_who_watch_see_the_same_whenever_they_come_and_leaving_harms_nobody()
    {
        await using var host = await TrainingHost.StartAsync();
        var request = Request("toy");
        request.Detached = true;
        using var call = host.Client.Train(request);
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var job = call.ResponseStream.Current.Job;

        // One who never reads, one who leaves at once.
        using var idle = host.Client.Watch(new WatchRequest { Job = job });
        host.Client.Watch(new WatchRequest { Job = job }).Dispose();
        var watching = Enumerable.Range(0, 20).Select(_ => EventsAsync(host.Client.Watch(new WatchRequest { Job = job }))).ToList();
        var seen = await Task.WhenAll(watching).WaitAsync(Patience);
        var late = await EventsAsync(host.Client.Watch(new WatchRequest { Job = job }));
        Assert.NotNull(late[^1].Finished);
        Assert.All(seen, events => Assert.Equal(late, events));
        Assert.Equal(late.Skip(3), await EventsAsync(host.Client.Watch(new WatchRequest { Job = job, After = 3 })));
    }

    [Fact]
    public async Task Jobs_are_listed_and_what_cannot_be_done_to_them_is_refused()
    {
        await using var host = await TrainingHost.StartAsync(("Training:KeptJobs", "1"));
        await host.TrainAsync(TrainingHost.Request());
        var last = (await host.TrainAsync(TrainingHost.Request()))[^1];
        await Eventually.HoldsAsync(
            async () => (await host.Client.ListJobsAsync(new ListJobsRequest())).Jobs.Count == 1, Patience, "the older job is forgotten");
        var info = (await host.Client.ListJobsAsync(new ListJobsRequest())).Jobs.Single();
        Assert.Equal((last.Job, "toy", "toy", JobState.Finished, last.Sequence),
            (info.Job, info.Model, info.Recipe, info.State, info.LastSequence));
        Assert.Equal(JobState.Finished, (await host.Client.CancelAsync(new CancelRequest { Job = info.Job })).State);
        await Calls.RefusedAsync(StatusCode.FailedPrecondition, () =>
            EventsAsync(host.Client.Resume(new ResumeRequest { Job = info.Job })));
        await Calls.RefusedAsync(StatusCode.NotFound, () => EventsAsync(host.Client.Resume(new ResumeRequest { Job = "none" })));
        await Calls.RefusedAsync(StatusCode.NotFound, () => EventsAsync(host.Client.Watch(new WatchRequest { Job = "../none" })));
        await Calls.RefusedAsync(StatusCode.NotFound, () => host.Client.CancelAsync(new CancelRequest()).ResponseAsync);
        await Calls.RefusedAsync(StatusCode.NotFound, () => host.Client.GetJobAsync(new GetJobRequest { Job = "none" }).ResponseAsync);
    }

    /// <summary>
    /// A job that was cancelled while it trained. One that ended before the cancellation reached it is followed by another.
    /// </summary>
    private static async Task<JobInfo> CancelledAsync(TrainingHost host)
    {
        const int Attempts = 50;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            using var call = host.Client.Train(Request($"disturbed-{attempt}"));
            await TrainingHost.UntilTrainingAsync(call);
            var job = await host.Client.CancelAsync(new CancelRequest { Job = call.ResponseStream.Current.Job });
            if (job.State == JobState.Cancelled)
            {
                return job;
            }

            Assert.Equal(JobState.Finished, job.State);
        }

        throw new InvalidOperationException($"{Attempts} jobs ended before they could be cancelled.");
    }

    /// <summary>A job that trained when its service was killed. One that ended before is followed by another.</summary>
    private static async Task<JobInfo> KilledAsync(TemporaryFolder folder)
    {
        const int Attempts = 20;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await using var service = await TrainerProcess.StartAsync(folder["data"], folder["models"]);
            var request = Request($"disturbed-{attempt}");
            request.Data = new DataSet { Folder = "." };
            request.Detached = true;
            using var call = service.Client.Train(request);
            await TrainingHost.UntilTrainingAsync(call);
            await service.KillAsync();
            var job = JobFolder.All(folder["models/.jobs"]).Select(kept => kept.ReadState()).Single(state => state.Model == request.Model);
            if (job.State == JobState.Running)
            {
                return job;
            }
        }

        throw new InvalidOperationException($"{Attempts} jobs ended before their service could be killed.");
    }

    private static TrainRequest Request(string model)
    {
        var request = TrainingHost.Request(epochs: 120);
        request.Model = model;
        return request;
    }

    private static async Task<List<TrainEvent>> EventsAsync(AsyncServerStreamingCall<TrainEvent> call)
    {
        using (call)
        {
            var events = new List<TrainEvent>();
            await foreach (var happened in call.ResponseStream.ReadAllAsync())
            {
                events.Add(happened);
            }

            return events;
        }
    }

    private static async Task SameWeightsAsync(ModelRepository models, string model) => Assert.Equal(
        await File.ReadAllBytesAsync(Path.Combine(models.FolderOf("undisturbed", 1), "weights.safetensors")),
        await File.ReadAllBytesAsync(Path.Combine(models.FolderOf(model, 1), "weights.safetensors")));
}
