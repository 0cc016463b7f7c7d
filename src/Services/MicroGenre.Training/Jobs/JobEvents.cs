using MicroGenre.Contracts;
using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Evaluation.Calibrations;
using MicroGenre.Evaluation.Pipelines;
using MicroGenre.Learning;
using EpochResult = MicroGenre.Contracts.EpochResult;

namespace MicroGenre.Training.Jobs;

/// <summary>
/// Forwards reports of the libraries to a job's followers. Ends of epochs are always forwarded, other progress at most once per interval.
/// </summary>
public sealed class JobEvents(TrainingJob job, TimeSpan interval, TimeProvider clock) : ITrainingObserver
{
    private const int Thousandths = 1000;

    private readonly Lock _lock = new();
    private long _told;

    /// <inheritdoc/>
    public void Begin(TrainingStage stage)
    {
        lock (_lock)
        {
            job.Add(new TrainEvent { Phase = new JobPhase { Name = NameOf(stage) } });
            _told = clock.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    public void Read(TrackProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        TellSometimes(new JobPhase { Name = NameOf(TrainingStage.Reading), Done = progress.Done, Total = progress.Total },
            last: progress.Done == progress.Total);
    }

    /// <inheritdoc/>
    public void Skip(IReadOnlyList<SkippedResult> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        foreach (var track in tracks)
        {
            job.Add(new TrainEvent { Skipped = new SkippedTrack { Track = track.Track, Reason = track.Reason } });
        }
    }

    /// <inheritdoc/>
    public void Load(HoldOut tracks)
    {
        // The model's card lists the training tracks.
    }

    /// <inheritdoc/>
    public void Search(GridProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        TellSometimes(
            new JobPhase { Name = NameOf(TrainingStage.Searching), Done = (long)(progress.Fraction * Thousandths), Total = Thousandths },
                last: false);
        if (progress.Score is { } score)
        {
            job.Add(new TrainEvent
            {
                Candidate = new Contracts.GridCandidate
                {
                    Settings = score.Candidate.Settings,
                    Accuracy = score.Mean,
                    Deviation = score.Deviation,
                },
            });
        }
    }

    /// <inheritdoc/>
    public void Calibrate(int part, int parts, TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        TellSometimes(
            new JobPhase { Name = NameOf(TrainingStage.Calibrating), Done = (long)((part + progress.Fraction) * Thousandths),
                Total = (long)parts * Thousandths }, last: false);
    }

    /// <inheritdoc/>
    public void Calibrate(CrossCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        foreach (var (i, part) in calibration.Parts.Index())
        {
            job.Add(new TrainEvent
            {
                Calibrated = new PartCalibration
                {
                    Part = i,
                    Tracks = part.Tracks,
                    Temperature = part.Temperature,
                    ErrorBefore = part.ErrorBefore,
                    ErrorAfter = part.ErrorAfter,
                    UncertainOfWrong = part.UncertainOfWrong,
                    UncertainOfRight = part.UncertainOfRight,
                },
            });
        }
    }

    /// <inheritdoc/>
    public void Train(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        if (!progress.EndsEpoch)
        {
            var steps = (long)progress.Steps;
            TellSometimes(
                new JobPhase
                {
                    Name = progress.Phase,
                    Done = ((progress.Epoch - 1) * steps) + progress.Step,
                    Total = progress.Epochs * steps,
                    RemainingSeconds = progress.Remaining.TotalSeconds,
                },
                last: false);
            return;
        }

        var epoch = new EpochResult
        {
            Epoch = progress.Epoch,
            Epochs = progress.Epochs,
            Loss = progress.Loss,
            Accuracy = progress.Accuracy,
            RemainingSeconds = progress.Remaining.TotalSeconds,
            Phase = progress.Phase,
        };
        if (progress.ValidationLoss is { } loss)
        {
            epoch.ValidationLoss = loss;
        }

        if (progress.ValidationAccuracy is { } accuracy)
        {
            epoch.ValidationAccuracy = accuracy;
        }

        if (progress.ClusterChanges is { } changes)
        {
            epoch.ClusterChanges = changes;
        }

        job.Add(new TrainEvent { Epoch = epoch });
    }

    private static string NameOf(TrainingStage stage) => stage switch
    {
        TrainingStage.Reading => "reading tracks",
        TrainingStage.Searching => "searching settings",
        TrainingStage.Training => "training",
        TrainingStage.Calibrating => "calibrating",
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "Unknown stage."),
    };

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
