using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Aspire.ServiceDefaults.Calls;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.DataSets;
using MicroGenre.Evaluation.Pipelines;
using MicroGenre.Learning;
using MicroGenre.Serving.Data;
using Microsoft.Extensions.Options;

namespace MicroGenre.Training.Jobs;

/// <summary>How a job ended.</summary>
/// <param name="State">Finished, failed or cancelled.</param>
/// <param name="Status">The status for its followers.</param>
public sealed record JobOutcome(JobState State, Status Status)
{
    /// <summary>The job finished successfully.</summary>
    public static JobOutcome Finished { get; } = new(JobState.Finished, Status.DefaultSuccess);

    /// <summary>The job was cancelled.</summary>
    public static JobOutcome Cancelled { get; } = new(JobState.Cancelled, new Status(StatusCode.Cancelled, "The training was cancelled."));
}

/// <summary>Runs a job and reports its progress.</summary>
public sealed partial class JobRunner(
    ModelRepository repository, DataRoot data, TrackFeatures features, TrainingServiceOptions options,
        IOptions<ExceptionStatuses> statuses, ILogger<JobRunner> logger)
{
    /// <summary>Runs a job to its end. Errors end only this job.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types",
        Justification = "The job ends with it; the next one goes on.")]
    public JobOutcome Run(TrainingJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        try
        {
            job.Begin();
            var result = Train(job);
            job.Add(new TrainEvent { Finished = result });
            LogTrained(logger, result.Model, result.Version, result.Seconds);
            return JobOutcome.Finished;
        }
        catch (OperationCanceledException) when (job.Cancellation.IsCancellationRequested)
        {
            return JobOutcome.Cancelled;
        }
        catch (Exception e)
        {
            var status = statuses.Value.Find(e);
            if (status is null)
            {
                LogFailed(logger, e, job.Id);
            }

            return new JobOutcome(
                JobState.Failed, status ?? new Status(StatusCode.Internal, $"Job {job.Id} failed. See the service's log for details."));
        }
    }

    private TrainResult Train(TrainingJob job)
    {
        var clock = Stopwatch.StartNew();
        var running = new TrainingOptions
        {
            Threads = options.Threads ?? 0,
            CheckpointFolder = job.Folder.Checkpoint,
            Resume = Directory.Exists(job.Folder.Checkpoint),
        };
        var plan = TrainingOrder.Of(job.Request, data).ToPlan(features, running);
        var card = TrainingPipeline.Run(
            plan, repository, new JobEvents(job, options.ProgressInterval, TimeProvider.System), job.Cancellation);
        var result = new TrainResult
        {
            Model = card.Name,
            Version = card.Version,
            Card = card.ToJson(),
            Seconds = clock.Elapsed.TotalSeconds,
        };
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
