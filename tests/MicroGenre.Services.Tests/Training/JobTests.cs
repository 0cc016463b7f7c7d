using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Training.Tests;

public class JobTests
{
    private const int Forever = 1_000_000;

    // Only ends a test that hangs: trainings of one process take turns, so that a job here also waits for those of other tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_caller_who_leaves_takes_his_job_with_him_and_the_next_one_runs()
    {
        await using var host = await TrainingHost.StartAsync();
        using (var call = host.Client.Train(TrainingHost.Request(Forever)))
        {
            await TrainingHost.UntilTrainingAsync(call);
        }

        Assert.NotNull((await host.TrainAsync(TrainingHost.Request()).WaitAsync(Patience))[^1].Finished);
        Assert.Single(host.Models.List());
    }

    [Fact]
    public async Task A_deadline_ends_a_job()
    {
        await using var host = await TrainingHost.StartAsync();
        for (var allowed = TimeSpan.FromSeconds(1); !await TrainsUntilAsync(DateTime.UtcNow + allowed); allowed *= 2)
        {
            Assert.True(allowed < Patience, $"no epoch within {allowed}");
        }

        await Eventually.HoldsAsync(
            async () => (await host.Client.ListJobsAsync(new ListJobsRequest())).Jobs.All(job => job.State == JobState.Cancelled),
                Patience, "the jobs are over");
        await host.TrainAsync(TrainingHost.Request()).WaitAsync(Patience);
        Assert.Single(host.Models.List());

        // Whether an epoch was done at the deadline, which comes too early where the machine is busy.
        async Task<bool> TrainsUntilAsync(DateTime deadline)
        {
            var trained = false;
            using var call = host.Client.Train(TrainingHost.Request(Forever), deadline: deadline);
            await Calls.RefusedAsync(StatusCode.DeadlineExceeded, async () =>
            {
                await foreach (var happened in call.ResponseStream.ReadAllAsync())
                {
                    trained |= happened.EventCase == TrainEvent.EventOneofCase.Epoch;
                }
            });
            return trained;
        }
    }

    [Fact]
    public async Task A_detached_job_goes_on_without_its_caller()
    {
        await using var host = await TrainingHost.StartAsync();
        var request = TrainingHost.Request(epochs: 20);
        request.Detached = true;
        using (var call = host.Client.Train(request))
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        }

        await Eventually.HoldsAsync(() => host.Models.List().Count == 1, Patience, "the model is there");
    }

    [Fact]
    public async Task A_caller_who_leaves_a_detached_job_is_audited_as_such_and_one_who_takes_it_along_as_cancelling()
    {
        await using var host = await TrainingHost.StartAsync();
        var request = TrainingHost.Request(Forever);
        request.Detached = true;
        string job;
        using (var call = host.Client.Train(request))
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            job = call.ResponseStream.Current.Job;
        }

        await AuditedAsync(host, "left the call of /microgenre.v1.Trainer/Train, which was accepted, after", $"; job {job} continues");
        Assert.DoesNotContain(host.Log.Lines(LogLevel.Information), line =>
            line.Contains("call of /microgenre.v1.Trainer/Train ended with", StringComparison.Ordinal));
        await host.Client.CancelAsync(new CancelRequest { Job = job });

        using (var call = host.Client.Train(TrainingHost.Request(Forever)))
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        }

        await AuditedAsync(host, "call of /microgenre.v1.Trainer/Train ended with Cancelled", "");
    }

    [Fact]
    public async Task Jobs_wait_for_their_turn_and_hear_of_it_and_a_full_queue_refuses()
    {
        await using var host = await TrainingHost.StartAsync(("Training:QueueLength", "2"));
        var first = host.Client.Train(TrainingHost.Request(Forever));
        await TrainingHost.UntilTrainingAsync(first);
        var second = host.Client.Train(TrainingHost.Request(Forever));
        Assert.Equal(1, await AheadAsync(second));
        using var third = host.Client.Train(TrainingHost.Request());
        Assert.Equal(2, await AheadAsync(third));
        await Calls.RefusedAsync(StatusCode.ResourceExhausted, () => host.TrainAsync(TrainingHost.Request()));

        second.Dispose();
        Assert.Equal(1, await AheadAsync(third));
        first.Dispose();
        TrainEvent last = third.ResponseStream.Current;
        while (await third.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience))
        {
            last = third.ResponseStream.Current;
        }

        Assert.NotNull(last.Finished);
    }

    [Fact]
    public async Task Jobs_whose_folders_are_gone_fail_and_the_next_one_runs()
    {
        await using var host = await TrainingHost.StartAsync(("Training:KeptJobs", "1"));
        var first = host.Client.Train(TrainingHost.Request(Forever));
        await TrainingHost.UntilTrainingAsync(first);
        using var second = host.Client.Train(TrainingHost.Request());
        using var third = host.Client.Train(TrainingHost.Request());
        foreach (var waiting in new[] { second, third })
        {
            await AheadAsync(waiting);
            Directory.Delete(Path.Combine(host.Models.Root, ".jobs", waiting.ResponseStream.Current.Job), recursive: true);
        }

        first.Dispose();
        foreach (var lost in new[] { second, third })
        {
            await Assert.ThrowsAsync<RpcException>(async () =>
            {
                while (await lost.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience))
                {
                }
            });
        }

        Assert.NotNull((await host.TrainAsync(TrainingHost.Request()).WaitAsync(Patience))[^1].Finished);
    }

    [Fact]
    public async Task Jobs_that_are_cancelled_while_they_wait_do_not_pile_up()
    {
        await using var host = await TrainingHost.StartAsync(("Training:KeptJobs", "1"));
        using var running = host.Client.Train(TrainingHost.Request(Forever));
        await TrainingHost.UntilTrainingAsync(running);
        for (var i = 0; i < 3; i++)
        {
            using var waiting = host.Client.Train(TrainingHost.Request());
            await AheadAsync(waiting);
            await host.Client.CancelAsync(new CancelRequest { Job = waiting.ResponseStream.Current.Job });
        }

        Assert.Equal([JobState.Running, JobState.Cancelled],
            (await host.Client.ListJobsAsync(new ListJobsRequest())).Jobs.Select(job => job.State).Order());
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(host.Models.Root, ".jobs")).Length);
    }

    [Fact]
    public async Task A_service_that_stops_ends_its_jobs_and_writes_nothing()
    {
        await using var host = await TrainingHost.StartAsync();
        using var call = host.Client.Train(TrainingHost.Request(Forever));
        await TrainingHost.UntilTrainingAsync(call);
        var stopping = host.StopAsync();
        await Calls.RefusedAsync(StatusCode.Unavailable, async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
        });
        await stopping;
        Assert.Empty(host.Models.List());
    }

    private static Task AuditedAsync(TrainingHost host, string what, string more) => Eventually.HoldsAsync(
        () => host.Log.Lines(LogLevel.Information).Any(line =>
            line.StartsWith("MicroGenre.Audit: ", StringComparison.Ordinal) && line.Contains(what, StringComparison.Ordinal)
                && line.Contains(more, StringComparison.Ordinal)),
        Patience,
        $"the audit says: {what}{more}");

    private static async Task<int> AheadAsync(AsyncServerStreamingCall<TrainEvent> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        Assert.Equal(TrainEvent.EventOneofCase.Queued, call.ResponseStream.Current.EventCase);
        return call.ResponseStream.Current.Queued.Ahead;
    }
}
