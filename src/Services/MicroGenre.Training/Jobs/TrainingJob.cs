using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MicroGenre.Contracts;

namespace MicroGenre.Training.Jobs;

/// <summary>A training job and its events so far. Any number of callers may follow it, each at its own pace.</summary>
public sealed class TrainingJob : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<TrainEvent> _events;
    private readonly JobInfo _info;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _over = NewSignal();
    private TaskCompletionSource _news = NewSignal();
    private Status? _end;

    private TrainingJob(JobFolder folder, TrainRequest request, JobInfo info, IReadOnlyList<TrainEvent> events)
    {
        (Folder, Request, _info, _events) = (folder, request, info, [.. events]);
        if (info.State is JobState.Finished or JobState.Failed or JobState.Cancelled)
        {
            _end = new Status((StatusCode)info.Code, info.Problem);
            _over.SetResult();
        }
    }

    /// <summary>The ID of the job.</summary>
    public string Id => Folder.Id;

    /// <summary>The job's folder.</summary>
    public JobFolder Folder { get; }

    /// <summary>The request.</summary>
    public TrainRequest Request { get; }

    /// <summary>Cancelled when the job should stop.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Completes when the job ends.</summary>
    public Task Over => _over.Task;

    /// <summary>Creates a job that waits for its turn.</summary>
    /// <exception cref="IOException">The job cannot be saved.</exception>
    public static TrainingJob Create(string root, TrainRequest request, string recipe)
    {
        ArgumentNullException.ThrowIfNull(request);
        var info = new JobInfo
        {
            Job = Guid.NewGuid().ToString("N")[..12],
            Model = request.Model,
            Recipe = recipe,
            State = JobState.Queued,
            Created = Timestamp.FromDateTime(DateTime.UtcNow),
            Detached = request.Detached,
        };
        return new TrainingJob(JobFolder.Create(root, request, info), request, info, []);
    }

    /// <summary>Loads a saved job.</summary>
    public static TrainingJob Load(JobFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new TrainingJob(folder, folder.ReadRequest(), folder.ReadState(), folder.ReadEvents());
    }

    /// <summary>Requeues a job.</summary>
    public static TrainingJob Again(TrainingJob job, bool detached)
    {
        ArgumentNullException.ThrowIfNull(job);
        var request = job.Request.Clone();
        request.Detached = detached;
        job.Folder.Write(request);
        var info = job.Info();
        (info.State, info.Code, info.Problem, info.Detached) = (JobState.Queued, 0, "", detached);
        job.Folder.Write(info);
        return Load(job.Folder);
    }

    /// <summary>A description of the job and its state.</summary>
    public JobInfo Info()
    {
        lock (_lock)
        {
            var info = _info.Clone();
            info.LastSequence = (ulong)_events.Count;
            info.Folder = Request.Data?.Folder ?? "";
            if (Request.HasEpochs)
            {
                info.Epochs = Request.Epochs;
            }

            if (_events is [.., { Finished: { } result }])
            {
                (info.Version, info.Seconds) = (result.Version, result.Seconds);
                info.Metrics.Add(result.Metrics);
            }

            return info;
        }
    }

    /// <summary>Tells the job to stop.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>Marks the job as running.</summary>
    public void Begin() => Enter(JobState.Running);

    /// <summary>Adds an event.</summary>
    /// <exception cref="IOException">The event cannot be saved. Followers do not receive it.</exception>
    /// <exception cref="UnauthorizedAccessException">The event cannot be saved. Followers do not receive it.</exception>
    public void Add(TrainEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        lock (_lock)
        {
            happened.Job = Id;
            happened.Sequence = (ulong)_events.Count + 1;
            happened.Time = Timestamp.FromDateTime(DateTime.UtcNow);
            Folder.Append(happened);
            _events.Add(happened);
            Signal();
        }
    }

    /// <summary>Ends the job.</summary>
    /// <exception cref="IOException">The end cannot be saved. The job has ended nevertheless.</exception>
    /// <exception cref="UnauthorizedAccessException">The end cannot be saved. The job has ended nevertheless.</exception>
    public void End(JobState state, Status status)
    {
        lock (_lock)
        {
            if (_end is null)
            {
                (_info.Code, _info.Problem) = ((int)status.StatusCode, status.Detail);
                try
                {
                    Enter(state);
                }
                finally
                {
                    Leave(status);
                }
            }
        }
    }

    /// <summary>Interrupts the job, which will resume when the service is back.</summary>
    public void Interrupt(Status status)
    {
        lock (_lock)
        {
            if (_end is null)
            {
                Leave(status);
            }
        }

        Cancel();
    }

    /// <summary>Returns the events after a number of events, then new ones until the job ends.</summary>
    /// <exception cref="RpcException">The job failed or was cancelled.</exception>
    public async IAsyncEnumerable<TrainEvent> FollowAsync(ulong after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var next = after; ;)
        {
            TrainEvent[] fresh;
            Status? end;
            Task news;
            lock (_lock)
            {
                fresh = next < (ulong)_events.Count ? [.. _events[(int)next..]] : [];
                (end, news) = (_end, _news.Task);
            }

            foreach (var happened in fresh)
            {
                yield return happened;
            }

            next += (ulong)fresh.Length;
            if (end is { } status)
            {
                if (status.StatusCode != StatusCode.OK)
                {
                    throw new RpcException(status);
                }

                yield break;
            }

            await news.WaitAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Enter(JobState state)
    {
        lock (_lock)
        {
            _info.State = state;
            Folder.Write(_info);
        }
    }

    private void Leave(Status status)
    {
        _end = status;
        _over.TrySetResult();
        Signal();
    }

    private void Signal()
    {
        _news.TrySetResult();
        _news = NewSignal();
    }
}
