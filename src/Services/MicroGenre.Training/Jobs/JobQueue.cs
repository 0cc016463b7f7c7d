using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Aspire.ServiceDefaults.Calls;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Training.Jobs;

/// <summary>
/// Runs jobs one after the other, because a training uses the whole machine. Jobs are saved, and a restarted service resumes them.
/// </summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue, of jobs.")]
public sealed partial class JobQueue(
    ModelRepository repository, JobRunner runner, TrainingServiceOptions options, IHostApplicationLifetime lifetime,
        ILogger<JobQueue> logger) : BackgroundService
{
    private readonly Channel<TrainingJob> _queue = Channel.CreateUnbounded<TrainingJob>();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TrainingJob> _jobs = new(StringComparer.Ordinal);
    private readonly List<TrainingJob> _waiting = [];
    private TrainingJob? _running;

    // Hidden from the repository: names of models never start with a dot.
    private string Root => Path.Combine(repository.Root, ".jobs");

    /// <summary>Lists the jobs, newest first.</summary>
    public IReadOnlyList<JobInfo> List()
    {
        lock (_lock)
        {
            return [.. _jobs.Values.Select(job => job.Info()).OrderByDescending(info => info.Created)
                .ThenBy(info => info.Job, StringComparer.Ordinal)];
        }
    }

    /// <summary>Returns a job.</summary>
    /// <exception cref="RpcException">NOT_FOUND: the job does not exist.</exception>
    public TrainingJob Find(string id)
    {
        lock (_lock)
        {
            return _jobs.GetValueOrDefault(id) ?? throw RpcErrors.NotFound($"There is no job '{id}'.");
        }
    }

    /// <summary>Appends a new job to the queue.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the queue is full.</exception>
    /// <exception cref="IOException">The job cannot be saved.</exception>
    public TrainingJob Add(TrainRequest request, TrainingOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        lock (_lock)
        {
            RefuseIfFull();
            var job = TrainingJob.Create(Root, request, order.Recipe.Name);
            try
            {
                Enqueue(job);
            }
            catch (Exception e) when (CannotBeKept(e))
            {
                Delete(job);
                throw;
            }

            return job;
        }
    }

    /// <summary>Appends a cancelled or failed job to the queue again.</summary>
    /// <exception cref="RpcException">NOT_FOUND: the job does not exist. FAILED_PRECONDITION: it is queued, running or finished.
    /// RESOURCE_EXHAUSTED: the queue is full.</exception>
    public TrainingJob Resume(string id, bool detached)
    {
        lock (_lock)
        {
            var job = Find(id);
            var state = job.Info().State;
            if (state is not (JobState.Cancelled or JobState.Failed))
            {
                throw RpcErrors.FailedPrecondition(
                    $"Job {id} is {state.ToString().ToLowerInvariant()}; only a job that was cancelled or failed can be resumed.");
            }

            RefuseIfFull();
            var again = TrainingJob.Again(job, detached);
            Enqueue(again);
            return again;
        }
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        TakeUp();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // As soon as the service is told to stop: callers that follow a job must not delay the shutdown.
        await using var stopping = lifetime.ApplicationStopping.Register(StopAll);
        await foreach (var job in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            if (TryBegin(job))
            {
                var outcome = await Task.Factory.StartNew(
                    () => runner.Run(job), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                End(job, outcome.State, outcome.Status);
                lock (_lock)
                {
                    _running = null;
                    Forget();
                }
            }
        }
    }

    /// <summary>Restores the jobs of the previous process: detached jobs resume; jobs whose caller is gone are cancelled.</summary>
    private void TakeUp()
    {
        lock (_lock)
        {
            foreach (var job in JobFolder.All(Root).Select(TryLoad).OfType<TrainingJob>().OrderBy(job => job.Info().Created))
            {
                _jobs[job.Id] = job;
                if (!job.Over.IsCompleted && job.Request.Detached)
                {
                    TakeUp(job);
                }
                else if (!job.Over.IsCompleted)
                {
                    End(job, JobState.Cancelled,
                        new Status(StatusCode.Cancelled, "The service stopped, which ended the call that the job belonged to."));
                }
            }

            Forget();
        }
    }

    private void TakeUp(TrainingJob job)
    {
        try
        {
            Enqueue(job);
        }
        catch (Exception e) when (CannotBeKept(e))
        {
            LogUnreadable(logger, job.Id, e.Message);
            End(job, JobState.Failed, new Status(StatusCode.Internal, $"Job {job.Id} could not be resumed: {e.Message}"));
        }
    }

    private TrainingJob? TryLoad(JobFolder folder)
    {
        try
        {
            return TrainingJob.Load(folder);
        }
        catch (Exception e) when (CannotBeKept(e) || e is InvalidProtocolBufferException or InvalidJsonException)
        {
            LogUnreadable(logger, folder.Id, e.Message);
            return null;
        }
    }

    private void RefuseIfFull()
    {
        if (_waiting.Count >= options.QueueLength)
        {
            throw RpcErrors.ResourceExhausted($"The queue is full: {_waiting.Count} jobs are waiting. Try again later.");
        }
    }

    private void Enqueue(TrainingJob job)
    {
        job.Add(new TrainEvent { Queued = new JobQueued { Ahead = _waiting.Count + (_running is null ? 0 : 1) } });
        _jobs[job.Id] = job;
        _waiting.Add(job);
        job.Cancellation.Register(() => DropIfWaiting(job));
        _queue.Writer.TryWrite(job);
    }

    private bool TryBegin(TrainingJob job)
    {
        lock (_lock)
        {
            if (!_waiting.Remove(job))
            {
                return false;
            }

            _running = job;
            TellPositions();
            return true;
        }
    }

    private void DropIfWaiting(TrainingJob job)
    {
        lock (_lock)
        {
            if (_waiting.Remove(job))
            {
                End(job, JobState.Cancelled, JobOutcome.Cancelled.Status);
                TellPositions();
                Forget();
            }
        }
    }

    private void TellPositions()
    {
        for (var i = 0; i < _waiting.Count; i++)
        {
            try
            {
                _waiting[i].Add(new TrainEvent { Queued = new JobQueued { Ahead = i + (_running is null ? 0 : 1) } });
            }
            catch (Exception e) when (CannotBeKept(e))
            {
                LogUnkept(logger, _waiting[i].Id, e.Message);
            }
        }
    }

    private void StopAll()
    {
        lock (_lock)
        {
            TrainingJob[] all = [.. _waiting.Append(_running).OfType<TrainingJob>()];
            _waiting.Clear();
            foreach (var job in all)
            {
                job.Interrupt(ShuttingDown.Status);
            }
        }
    }

    /// <summary>Deletes the oldest finished jobs, but not those interrupted by the end of the service.</summary>
    private void Forget()
    {
        foreach (var job in _jobs.Values.Where(job => job.Info().State is JobState.Finished or JobState.Failed or JobState.Cancelled)
            .OrderByDescending(job => job.Info().Created).Skip(options.KeptJobs).ToList())
        {
            _jobs.Remove(job.Id);
            Delete(job);
        }
    }

    // A full disk or a deleted folder affects one job, not the service.
    private static bool CannotBeKept(Exception e) => e is IOException or UnauthorizedAccessException;

    private void End(TrainingJob job, JobState state, Status status)
    {
        try
        {
            job.End(state, status);
        }
        catch (Exception e) when (CannotBeKept(e))
        {
            LogUnkept(logger, job.Id, e.Message);
        }
    }

    private void Delete(TrainingJob job)
    {
        try
        {
            job.Folder.Delete();
        }
        catch (Exception e) when (CannotBeKept(e))
        {
            LogUndeleted(logger, job.Id, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Events of job {Job} cannot be saved: {Problem}")]
    private static partial void LogUnkept(ILogger logger, string job, string problem);

    [LoggerMessage(LogLevel.Warning, "The folder of job {Job} cannot be deleted: {Problem}")]
    private static partial void LogUndeleted(ILogger logger, string job, string problem);

    [LoggerMessage(LogLevel.Warning, "Job {Job} cannot be resumed: {Problem}")]
    private static partial void LogUnreadable(ILogger logger, string job, string problem);
}
