using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;
using MicroGenre.Networks.Prediction;
using MicroGenre.Networks.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>The training loop of all networks that classify: random crops, soft cross entropy, a learning rate for every step.</summary>
internal sealed class NetworkTrainer : IDisposable
{
    private readonly TrainingTask _task;
    private readonly TrainingSettings _settings;
    private readonly Device _device;
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly BFloat16Twin? _twin;
    private readonly OptimizerHelper _optimizer;
    private readonly NetworkClassifier _classifier;
    private readonly Augmentation _augmentation;
    private readonly TargetMatrix _targets;
    private readonly EpochLoop _loop;
    private readonly int _frames;
    private readonly int _steps;
    private readonly bool _allowsOneDnn;
    private PreparedTracks? _prepared;

    private NetworkTrainer(TrainingTask task, Func<Recipe, int, nn.Module<Tensor, Tensor>> build)
    {
        var recipe = task.Recipe;
        _task = task = recipe is { Training.EverySlice: true, Lengths.Crop: { } slice } ? task with { Train = Slices(task.Train, slice) }
            : task;
        var train = task.Train;
        _settings = recipe.Training;
        _device = Devices.Named(task.Options.Device);
        var windows = TrackWindows.Of(recipe, train);
        _frames = windows.TrainedFrames;
        _steps = (train.Tracks.Count + _settings.BatchSize - 1) / _settings.BatchSize;

        set_num_threads(task.Options.EffectiveThreads);
        Seed(epoch: 0);
        _network = build(recipe, train.Genres.Count);
        if (_settings.InitialWeights is { } path)
        {
            PretrainedWeights.Import(_network, path);
        }

        _network.to(_device);
        _allowsOneDnn = ProcessorKernels.AllowOneDnn(_network);
        _twin = task.Options.Precision == Precision.BFloat16 ? new BFloat16Twin(_network, build(recipe, train.Genres.Count), _device)
            : null;
        _optimizer = Optimizers.Create(_settings.Optimizer, _network);
        _classifier = new NetworkClassifier(_network, windows, _device);
        _augmentation = new Augmentation(_settings.Augmentation.InFrames(FrameTiming.Of(recipe.Features)), windows.Scaler, _frames);
        _targets = new TargetMatrix(
            train.Genres.Count,
            _settings.LabelSmoothing,
            _settings.ClassWeights ? TargetMatrix.BalancedWeights(train) : [.. Enumerable.Repeat(1.0, train.Genres.Count)]);
        _loop = new EpochLoop("training", _settings.Epochs, _settings.EarlyStopping?.Patience)
        {
            Checkpoint = task.Options.CheckpointFolder is { } folder ? new Checkpoint(folder, task.Identity) : null,
            Resume = task.Options.Resume,
            Progress = task.Progress,
            Steps = _steps,
        };
    }

    /// <summary>Trains a network.</summary>
    public static TrainingOutcome Train(TrainingTask task, Func<Recipe, int, nn.Module<Tensor, Tensor>> build)
    {
        backends.cuda.matmul.allow_tf32 = backends.cudnn.allow_tf32 = task.Options.Precision == Precision.TensorFloat32;
        using var trainer = new NetworkTrainer(task, build);
        try
        {
            trainer._prepared = trainer.Prepare();
            trainer._loop.Run(trainer._network, trainer._optimizer, trainer.TrainEpoch);
            return new TrainingOutcome(trainer._classifier, trainer._loop.History);
        }
        catch
        {
            trainer._classifier.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _prepared?.Dispose();
        _twin?.Dispose();
    }

    // A track that is too short is one slice.
    private static TrackSet Slices(TrackSet tracks, int frames) => tracks.With(
        tracks.Genres,
        [.. tracks.Tracks.SelectMany(track => Crop.WindowStarts(track.Features.Frames, frames).Select(start =>
            track with { Features = track.Features.Slice(start, Math.Min(frames, track.Features.Frames)) }))]);

    // Not possible if crops differ between epochs, or if the whole network runs in bfloat16.
    private PreparedTracks? Prepare()
    {
        _network.eval();
        return _settings is { Mixup: 0, Augmentation.ChangesNothing: true } && _twin is null
            ? PreparedTracks.Of(_network, _task.Train, _frames, _classifier.Scaler, _device, _task.Cancellation)
            : null;
    }

    private EpochResult TrainEpoch(int epoch)
    {
        Seed(epoch + 1);
        _network.TrainUnfrozen();
        var random = new SeededRandom(_task.Recipe.Seed, epoch);
        var order = random.Permutation(_task.Train.Tracks.Count);
        var (loss, correct, seen, rate) = (0.0, 0, 0, 0.0);
        for (var step = 0; step < _steps; step++)
        {
            _task.Cancellation.ThrowIfCancellationRequested();
            rate = LearningRateSchedule.At(
                _settings.Schedule, _settings.Optimizer.LearningRate, (epoch * _steps) + step, _steps, _settings.Epochs);
            Optimizers.SetRate(_optimizer, _settings.Optimizer, rate);

            var batch = order[(step * order.Length / _steps)..((step + 1) * order.Length / _steps)];
            var (stepLoss, stepCorrect) = TrainStep(batch, random);
            RequireFinite(stepLoss, $"The loss became {stepLoss} at step {step + 1} of epoch {epoch + 1}");

            loss += stepLoss;
            correct += stepCorrect;
            seen += batch.Length;
            if (step + 1 < _steps)
            {
                _loop.Report(new EpochResult(epoch + 1, rate, loss / (step + 1), (double)correct / seen, null, null), step + 1);
            }
        }

        _network.eval();
        var looks = (epoch + 1) % _settings.ValidationInterval == 0 || epoch + 1 == _settings.Epochs;
        var validation = looks && _task.Validation is { } tracks
            ? Scores.Of(_classifier, tracks, _settings.SoftmaxTwice, _task.Cancellation) : null;
        RequireFinite(validation?.Loss ?? 0, $"The validation loss became {validation?.Loss} in epoch {epoch + 1}");
        var watched = _task.Watched is { } watch && watch.AreDue(epoch + 1, _settings)
            ? Scores.Of(_classifier, watch.Tracks, _settings.SoftmaxTwice, _task.Cancellation) : null;
        return new EpochResult(epoch + 1, rate, loss / _steps, (double)correct / seen, validation?.Loss, validation?.Accuracy)
        {
            WatchedLoss = watched?.Loss,
            WatchedAccuracy = watched?.Accuracy,
        };
    }

    private static void RequireFinite(double loss, string problem)
    {
        if (!double.IsFinite(loss))
        {
            throw new TrainingException($"{problem}; a lower learning rate or gradient clipping may help.");
        }
    }

    private (double Loss, int Correct) TrainStep(int[] batch, SeededRandom random)
    {
        using var kernels = ProcessorKernels.Use(_allowsOneDnn);
        using var scope = NewDisposeScope();
        var classes = _task.Train.Genres.Count;
        var labels = Array.ConvertAll(batch, index => _task.Train.Tracks[index].Genre);
        var input = _prepared?.Batch(batch) ?? RandomCrops(batch, random);
        var (share, partners) = (1.0, Enumerable.Range(0, batch.Length).ToArray());
        if (_settings.Mixup > 0)
        {
            share = random.NextBeta(_settings.Mixup);
            partners = random.Permutation(batch.Length);
            var other = input.index_select(0, tensor(Array.ConvertAll(partners, partner => (long)partner), device: _device));
            input = (input * share) + (other * (1 - share));
        }

        var targets = new float[batch.Length * classes];
        _targets.Fill(labels, Array.ConvertAll(partners, partner => labels[partner]), share, targets);

        // A step of a large network may take seconds. An interrupted step is not missed, because checkpoints are made after whole epochs.
        _task.Cancellation.ThrowIfCancellationRequested();
        _optimizer.zero_grad();
        var logits = _prepared?.Classify(input) ?? _twin?.Forward(input) ?? _network.forward(input);
        var scores = _settings.SoftmaxTwice ? logits.softmax(1) : logits;
        var loss = -(nn.functional.log_softmax(scores, 1) * tensor(targets, [batch.Length, classes], device: _device)).sum();
        if ((_twin?.Network ?? _network) is IAuxiliaryLoss network)
        {
            loss += network.AuxiliaryLoss;
        }

        _task.Cancellation.ThrowIfCancellationRequested();
        loss.backward();
        _twin?.HandBack();
        if (_settings.ClipGradientNorm is { } norm)
        {
            nn.utils.clip_grad_norm_(_network.parameters(), norm);
        }

        _optimizer.step();
        return (loss.item<float>(), CountCorrect(logits, labels));
    }

    private Tensor RandomCrops(int[] batch, SeededRandom random)
    {
        var rows = _task.Train.Rows;
        var crops = new float[batch.Length * rows * _frames];
        for (var i = 0; i < batch.Length; i++)
        {
            _augmentation.RandomCrop(_task.Train.Tracks[batch[i]].Features, random, crops.AsSpan(i * rows * _frames, rows * _frames));
        }

        return tensor(crops, [batch.Length, rows, _frames], device: _device);
    }

    private static int CountCorrect(Tensor logits, int[] labels)
    {
        var values = logits.detach().cpu().data<float>().ToArray();
        var classes = values.Length / labels.Length;
        return labels.Where((label, i) => Scores.ArgMax(values.AsSpan(i * classes, classes)) == label).Count();
    }

    // Dropout and initial weights use libtorch's own generator, which is reseeded in every epoch.
    private void Seed(int epoch)
    {
        using var generator = manual_seed(((long)_task.Recipe.Seed << 20) + epoch);
    }
}
