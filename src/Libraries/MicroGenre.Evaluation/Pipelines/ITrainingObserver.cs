using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Evaluation.Calibrations;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Pipelines;

/// <summary>The stages of a training, in order.</summary>
public enum TrainingStage
{
    /// <summary>Reading tracks.</summary>
    Reading,

    /// <summary>Searching settings; only with a grid.</summary>
    Searching,

    /// <summary>Training the model.</summary>
    Training,

    /// <summary>Cross-calibrating; only if requested.</summary>
    Calibrating,
}

/// <summary>Receives the events of a training, on the thread where they occur.</summary>
public interface ITrainingObserver
{
    /// <summary>A stage begins.</summary>
    void Begin(TrainingStage stage);

    /// <summary>A track has been read.</summary>
    void Read(TrackProgress progress);

    /// <summary>Tracks could not be read and are skipped.</summary>
    void Skip(IReadOnlyList<SkippedResult> tracks);

    /// <summary>The tracks are loaded.</summary>
    void Load(HoldOut tracks);

    /// <summary>A training of the grid search is done.</summary>
    void Search(GridProgress progress);

    /// <summary>A step of the training is done.</summary>
    void Train(TrainingProgress progress);

    /// <summary>A step in training the model for a part of the cross-calibration is done.</summary>
    /// <param name="part">The part, counted from 0.</param>
    /// <param name="parts">Number of parts.</param>
    /// <param name="progress">The progress of its model.</param>
    void Calibrate(int part, int parts, TrainingProgress progress);

    /// <summary>The calibration is fitted.</summary>
    void Calibrate(CrossCalibration calibration);
}
