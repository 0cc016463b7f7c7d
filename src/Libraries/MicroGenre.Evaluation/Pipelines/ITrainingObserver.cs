using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Evaluation.Calibrations;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Pipelines;

/// <summary>The pieces of work that a training is made of, in their order.</summary>
public enum TrainingStage
{
    /// <summary>Reading tracks.</summary>
    Reading,

    /// <summary>Trying settings; only with a grid.</summary>
    Searching,

    /// <summary>Training the model.</summary>
    Training,

    /// <summary>Calibrating part by part; only where that is wanted.</summary>
    Calibrating,
}

/// <summary>Hears what happens in a training, on whatever thread it happens.</summary>
public interface ITrainingObserver
{
    /// <summary>A piece of work begins.</summary>
    void Begin(TrainingStage stage);

    /// <summary>A track has been read.</summary>
    void Read(TrackProgress progress);

    /// <summary>Tracks could not be read and are left out.</summary>
    void Skip(IReadOnlyList<SkippedResult> tracks);

    /// <summary>The tracks are there.</summary>
    void Load(HoldOut tracks);

    /// <summary>A training of a grid search is done.</summary>
    void Search(GridProgress progress);

    /// <summary>A step of the training is done.</summary>
    void Train(TrainingProgress progress);

    /// <summary>A step of a model that a part is calibrated by is done.</summary>
    /// <param name="part">The part, from 0.</param>
    /// <param name="parts">How many there are.</param>
    /// <param name="progress">How far its model is.</param>
    void Calibrate(int part, int parts, TrainingProgress progress);

    /// <summary>The calibration is fitted.</summary>
    void Calibrate(CrossCalibration calibration);
}
