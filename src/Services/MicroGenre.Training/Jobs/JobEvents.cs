using MicroGenre.Contracts;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Learning;
using EpochResult = MicroGenre.Contracts.EpochResult;

namespace MicroGenre.Training.Jobs;

/// <summary>Tells a job's followers what the libraries report. Between the ends of epochs, which are all told, only so often.</summary>
public sealed class JobEvents(TrainingJob job, TimeSpan interval, TimeProvider clock) : IProgress<TrackProgress>, IProgress<TrainingProgress>
{
    private readonly Lock _lock = new();
    private long _told;

    /// <summary>A new piece of work begins.</summary>
    public void Begin(string phase)
    {
        lock (_lock)
        {
            job.Add(new TrainEvent { Phase = new JobPhase { Name = phase } });
            _told = clock.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    public void Report(TrackProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        TellSometimes(new JobPhase { Name = "reading tracks", Done = value.Done, Total = value.Total }, last: value.Done == value.Total);
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!value.EndsEpoch)
        {
            var steps = (long)value.Steps;
            TellSometimes(
                new JobPhase { Name = value.Phase, Done = ((value.Epoch - 1) * steps) + value.Step, Total = value.Epochs * steps, RemainingSeconds = value.Remaining.TotalSeconds },
                last: false);
            return;
        }

        var epoch = new EpochResult
        {
            Epoch = value.Epoch,
            Epochs = value.Epochs,
            Loss = value.Loss,
            Accuracy = value.Accuracy,
            RemainingSeconds = value.Remaining.TotalSeconds,
            Phase = value.Phase,
        };
        if (value.ValidationLoss is { } loss)
        {
            epoch.ValidationLoss = loss;
        }

        if (value.ValidationAccuracy is { } accuracy)
        {
            epoch.ValidationAccuracy = accuracy;
        }

        if (value.ClusterChanges is { } changes)
        {
            epoch.ClusterChanges = changes;
        }

        job.Add(new TrainEvent { Epoch = epoch });
    }

    private void TellSometimes(JobPhase phase, bool last)
    {
        lock (_lock)
        {
            if (last || clock.GetElapsedTime(_told) >= interval)
            {
                job.Add(new TrainEvent { Phase = phase });
                _told = clock.GetTimestamp();
            }
        }
    }
}
