using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Contracts.Serving;
using MicroGenre.Learning;

namespace MicroGenre.Training.Jobs;

/// <summary>Runs jobs, one after the other: a training uses all of the machine.</summary>
public sealed partial class TrainingJobs(ModelRepository repository, TrainingServiceOptions options, IHostApplicationLifetime lifetime, ILogger<TrainingJobs> logger) : BackgroundService
{
    private readonly Channel<TrainingJob> _queue = Channel.CreateUnbounded<TrainingJob>();
    private readonly Lock _lock = new();
    private readonly List<TrainingJob> _waiting = [];
    private TrainingJob? _running;

    /// <summary>Puts a job at the end of the queue.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the queue is full.</exception>
    public TrainingJob Add(TrainingOrder order)
    {
        var job = new TrainingJob(order);
        lock (_lock)
        {
            if (_waiting.Count >= options.QueueLength)
            {
                throw RpcErrors.ResourceExhausted($"{_waiting.Count} jobs are waiting already; try again later.");
            }

            _waiting.Add(job);
            job.Add(new TrainEvent { Queued = new JobQueued { Ahead = _waiting.Count - 1 + (_running is null ? 0 : 1) } });
        }

        job.Cancellation.Register(() => DropIfWaiting(job));
        _queue.Writer.TryWrite(job);
        return job;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // As soon as the service is told to stop: those who follow a job must not hold the stop up until it is done.
        await using var stopping = lifetime.ApplicationStopping.Register(StopAll);
        await foreach (var job in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            if (TryBegin(job))
            {
                await Task.Factory.StartNew(() => Run(job), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                lock (_lock)
                {
                    _running = null;
                }
            }
        }
    }

    private static Status Cancelled() => new(StatusCode.Cancelled, "The training was cancelled.");

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
                job.End(Cancelled());
                TellPositions();
            }
        }
    }

    private void TellPositions()
    {
        for (var i = 0; i < _waiting.Count; i++)
        {
            _waiting[i].Add(new TrainEvent { Queued = new JobQueued { Ahead = i + (_running is null ? 0 : 1) } });
        }
    }

    private void StopAll()
    {
        var status = new Status(StatusCode.Unavailable, "The service is shutting down.");
        lock (_lock)
        {
            foreach (var job in _waiting.Append(_running).OfType<TrainingJob>().ToList())
            {
                job.End(status);
                job.Cancel();
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The job ends with it; the next one goes on.")]
    private void Run(TrainingJob job)
    {
        try
        {
            var result = Train(job);
            job.Add(new TrainEvent { Finished = result });
            job.End(Status.DefaultSuccess);
            LogTrained(logger, result.Model, result.Version, result.Seconds);
        }
        catch (OperationCanceledException) when (job.Cancellation.IsCancellationRequested)
        {
            job.End(Cancelled());
        }
        catch (Exception e)
        {
            if (LibraryStatuses.Of(e) is { } status)
            {
                job.End(status);
            }
            else
            {
                LogFailed(logger, e, job.Id);
                job.End(new Status(StatusCode.Internal, $"Job {job.Id} failed; the service's log tells why."));
            }
        }
    }

    private TrainResult Train(TrainingJob job)
    {
        var clock = Stopwatch.StartNew();
        var (order, cancellation) = (job.Order, job.Cancellation);
        var events = new JobEvents(job, options.ProgressInterval, TimeProvider.System);
        events.Begin("reading tracks");
        var tracks = order.Load(skipped => job.Add(new TrainEvent { Skipped = skipped }), events, cancellation);

        events.Begin("training");
        using var trained = TrainingRun.Run(order.Recipe, tracks.Train, tracks.Validation, null, events, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var card = repository.Save(order.Model, trained);
        var result = new TrainResult { Model = card.Name, Version = card.Version, Card = card.ToJson(), Seconds = clock.Elapsed.TotalSeconds };
        foreach (var (name, value) in card.Metrics)
        {
            result.Metrics.Add(name, value);
        }

        return result;
    }

    [LoggerMessage(LogLevel.Information, "Trained {Model}/{Version} in {Seconds:0.0} s.")]
    private static partial void LogTrained(ILogger logger, string model, int version, double seconds);

    [LoggerMessage(LogLevel.Error, "Job {Job} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string job);
}
