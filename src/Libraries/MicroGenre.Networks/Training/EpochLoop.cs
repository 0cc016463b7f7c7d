using System.Diagnostics;
using MicroGenre.Learning;
using MicroGenre.Networks.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>What goes round the epochs of a run: resuming, checkpoints, the best epoch, early stopping, history and progress.</summary>
/// <param name="phase">What the epochs are called in reports.</param>
/// <param name="epochs">Epochs at most.</param>
/// <param name="patience">Epochs without better validation figures after which the run stops and goes back to the best;
/// <see langword="null"/> to ignore them.</param>
internal sealed class EpochLoop(string phase, int epochs, int? patience = null)
{
    private readonly List<EpochResult> _history = [];
    private readonly Stopwatch _clock = new();
    private IReadOnlyDictionary<string, TensorData>? _best;
    private int _bestEpoch;
    private int _firstEpoch;

    /// <summary>Where to keep a checkpoint after every epoch.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>Goes on from the checkpoint, if there is one.</summary>
    public bool Resume { get; init; }

    /// <summary>Told of every epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Steps of an epoch, for those that report them.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochResult> History => _history;

    /// <summary>Runs the epochs; the network ends as that of the last or, with patience, of the best one.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="optimizer">Its optimiser.</param>
    /// <param name="trainEpoch">Trains the epoch of that number, counted from 0.</param>
    /// <param name="finished">Whether the run is done before its last epoch.</param>
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
            var result = trainEpoch(_history.Count) with { Phase = phase };
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

    /// <summary>Tells how far an epoch is.</summary>
    /// <param name="soFar">What is known of the epoch.</param>
    /// <param name="step">Steps done of it.</param>
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
