using System.Diagnostics;
using System.Runtime.InteropServices;
using MicroGenre.Learning;
using MicroGenre.Networks.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>Runs the epochs of a training: resuming, checkpoints, best epoch, early stopping, history and progress.</summary>
/// <param name="phase">The name of the phase in reports.</param>
/// <param name="epochs">Maximum number of epochs.</param>
/// <param name="patience">Number of epochs without improved validation metrics after which the run stops and restores the best epoch;
/// <see langword="null"/> to ignore validation.</param>
internal sealed class EpochLoop(string phase, int epochs, int? patience = null)
{
    private readonly List<EpochResult> _history = [];
    private readonly Stopwatch _clock = new();
    private IReadOnlyDictionary<string, TensorData>? _best;
    private int _bestEpoch;
    private int _firstEpoch;

    /// <summary>Receives a checkpoint after every epoch; <see langword="null"/> for none.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>Whether to resume from the checkpoint, if there is one.</summary>
    public bool Resume { get; init; }

    /// <summary>Receives a report of every epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Number of steps per epoch, for trainings that report steps.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochResult> History => _history;

    /// <summary>Runs the epochs. The network ends in the state of the last or, with patience, of the best epoch.</summary>
    /// <param name="network">The network to train.</param>
    /// <param name="optimizer">Its optimiser.</param>
    /// <param name="trainEpoch">Trains an epoch, given its number from 0.</param>
    /// <param name="finished">Returns whether the run is done before its last epoch.</param>
    /// <exception cref="TrainingException">libtorch failed, often for lack of memory. The checkpoint has the epochs before.</exception>
    public void Run(nn.Module network, OptimizerHelper optimizer, Func<int, EpochResult> trainEpoch, Func<bool>? finished = null)
    {
        using var memory = TrainingMemory.Keep();
        _clock.Start();
        if (Resume && Checkpoint?.TryLoad(network, optimizer) is var (state, best))
        {
            _history.AddRange(state.History);
            (_bestEpoch, _best, _firstEpoch) = (state.BestEpoch, best, state.History.Count);
        }

        while (_history.Count < epochs && !StopsEarly() && finished?.Invoke() != true)
        {
            var result = Train(trainEpoch) with { Phase = phase };
            RememberBest(result, network);
            _history.Add(result);
            Report(result, Steps);
            Checkpoint?.Save(network, optimizer, _history, _bestEpoch, _best);
        }

        if (_best is not null)
        {
            StateDict.Import(network, _best);
        }

        network.eval();
    }

    /// <summary>Reports the progress within an epoch.</summary>
    /// <param name="soFar">The metrics of the epoch so far.</param>
    /// <param name="step">Number of steps done.</param>
    public void Report(EpochResult soFar, int step)
    {
        var done = ((double)(soFar.Epoch - 1 - _firstEpoch) * Steps) + step;
        var left = ((double)(epochs - _firstEpoch) * Steps) - done;
        Progress?.Report(new TrainingProgress
        {
            Phase = phase,
            Epoch = soFar.Epoch,
            Epochs = epochs,
            Step = step,
            Steps = Steps,
            Loss = soFar.Loss,
            Accuracy = soFar.Accuracy,
            ValidationLoss = soFar.ValidationLoss,
            ValidationAccuracy = soFar.ValidationAccuracy,
            ClusterChanges = soFar.ClusterChanges,
            LearningRate = soFar.LearningRate,
            Elapsed = _clock.Elapsed,
            Remaining = _clock.Elapsed * (left / done),
        });
    }

    // libtorch's own messages go on with its stack.
    private EpochResult Train(Func<int, EpochResult> trainEpoch)
    {
        try
        {
            return trainEpoch(_history.Count);
        }
        catch (ExternalException exception)
        {
            var reason = exception.Message.Split('\n')[0].Trim();
            throw new TrainingException($"libtorch failed in epoch {_history.Count + 1}: {reason}", exception);
        }
    }

    private bool StopsEarly() => patience is { } limit && _best is not null && _history.Count - _bestEpoch >= limit;

    private void RememberBest(EpochResult result, nn.Module network)
    {
        if (patience is not null && result.ValidationLoss is not null
            && result.IsBetterThan(_bestEpoch == 0 ? null : _history[_bestEpoch - 1]))
        {
            _bestEpoch = result.Epoch;
            _best = StateDict.Export(network);
        }
    }
}
