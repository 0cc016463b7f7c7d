using MicroGenre.Learning;
using MicroGenre.Networks.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Calm;

/// <summary>
/// Trains CALM. An iteration runs the steps of Algorithm 1 in this order: cluster (step 3, or the random start of step 1), augment, train
/// the network (step 2). After every epoch the network has thus just been trained on the clusters that are saved with it, and new samples
/// are treated like the training samples.
/// </summary>
internal sealed class CalmTrainer : IDisposable
{
    private readonly CalmLearner _settings;
    private readonly LabelledSamples _train;
    private readonly LabelledSamples? _validation;
    private readonly LabelledSamples? _watched;
    private readonly FitOptions _options;
    private readonly int _clusters;
    private readonly OneThread _thread = new();
    private readonly CalmNetwork _network;
    private readonly OptimizerHelper _optimizer;
    private readonly CentreChoice _centreChoice;

    public CalmTrainer(
        CalmLearner settings, LabelledSamples train, LabelledSamples? validation, LabelledSamples? watched, int classes, FitOptions options)
    {
        (_settings, _train, _validation, _watched, _options) = (settings, train, validation, watched, options);
        _clusters = settings.Clusters ?? Math.Min(classes, train.Samples.Count);

        using var generator = manual_seed(options.Seed);
        _network = new CalmNetwork(train.Samples.Width, _clusters, settings.Hidden, classes, settings.NetworkPerCluster);
        _optimizer = Optimizers.Create(settings.Optimizer, _network);
        _centreChoice = new CentreChoice(train.Samples, settings.Trees, settings.ForestSamples, options);
        if (_clusters > 0)
        {
            _network.Centres = new SeededRandom(options.Seed, _clusters).Permutation(train.Samples.Count)[.._clusters];
        }
    }

    public CalmModel Run(EpochLoop loop)
    {
        loop.Run(_network, _optimizer, epoch => TrainEpoch(epoch, loop.History), () => !_settings.TrainToEnd && AtRest(loop.History));
        return new CalmModel(Rule, _network.Classifiers, loop.History);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
        _thread.Dispose();
    }

    private ClusterRule? Rule => _clusters > 0
        ? new ClusterRule(_train.Samples.Select(_network.Centres), _network.Importance, _settings.Distance) : null;

    private bool AtRest(IReadOnlyList<EpochResult> history)
    {
        var iterations = history.Where(epoch => epoch.ClusterChanges is not null).TakeLast(_settings.StableIterations).ToList();
        return iterations.Count == _settings.StableIterations && iterations.TrueForAll(epoch => epoch.ClusterChanges == 0);
    }

    private EpochResult TrainEpoch(int epoch, IReadOnlyList<EpochResult> history)
    {
        var clusters = _clusters > 0 && epoch > 0 && epoch % _settings.EpochsPerIteration == 0 && !AtRest(history);
        int? changes = clusters ? Cluster() : null;
        var rule = Rule;
        var assignment = rule?.Assign(_train.Samples, _options);
        using var scope = NewDisposeScope();
        var (inputs, labels) = Augment(_train, assignment);
        var (loss, accuracy) = Train(inputs, labels, assignment ?? [], epoch);
        var validation = _validation is { } heldOut ? Measure(heldOut, rule) : ((double Loss, double Accuracy)?)null;
        var watched = _watched is { } seen ? Measure(seen, rule) : ((double Loss, double Accuracy)?)null;
        return new EpochResult(epoch + 1, _settings.Optimizer.LearningRate, loss, accuracy, validation?.Loss, validation?.Accuracy)
        {
            WatchedLoss = watched?.Loss,
            WatchedAccuracy = watched?.Accuracy,
            ClusterChanges = changes,
            IntraClusterVariance = assignment is null ? null : ClusterVariance.Of(_train.Samples, assignment, _clusters),
        };
    }

    /// <summary>Step 3: updates centres, distances and clusters.</summary>
    /// <returns>Number of samples that changed their cluster.</returns>
    private int Cluster()
    {
        var before = Rule!.Assign(_train.Samples, _options);
        _network.Importance = _network.MeanInputWeights();
        _network.Centres = _centreChoice.Choose(before, _network.Centres, Rule!);
        return Rule!.Assign(_train.Samples, _options).Zip(before).Count(pair => pair.First != pair.Second);
    }

    private (double Loss, double Accuracy) Train(Tensor inputs, Tensor labels, int[] clusters, int epoch)
    {
        _network.train();
        var order = Array.ConvertAll(new SeededRandom(_options.Seed, epoch).Permutation(_train.Samples.Count), index => (long)index);
        var (loss, correct) = (0.0, 0L);
        foreach (var batch in order.Chunk(_settings.BatchSize))
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var index = tensor(batch);
            var target = labels.index_select(0, index);
            _optimizer.zero_grad();
            var logits = _network.Logits(
                inputs.index_select(0, index), clusters.Length == 0 ? [] : Array.ConvertAll(batch, sample => clusters[sample]));
            var batchLoss = nn.functional.cross_entropy(logits, target);
            batchLoss.backward();
            _optimizer.step();
            loss += batchLoss.item<float>() * batch.Length;
            correct += logits.argmax(1).eq(target).sum().item<long>();
        }

        return double.IsFinite(loss)
            ? (loss / order.Length, (double)correct / order.Length)
            : throw new TrainingException($"The loss became {loss} in epoch {epoch + 1} of the clusters; a lower learning rate may help.");
    }

    private (double Loss, double Accuracy) Measure(LabelledSamples samples, ClusterRule? rule)
    {
        using var noGrad = no_grad();
        _network.eval();
        var clusters = rule?.Assign(samples.Samples, _options);
        var (inputs, labels) = Augment(samples, clusters);
        var logits = _network.Logits(inputs, clusters ?? []);
        return (nn.functional.cross_entropy(logits, labels).item<float>(),
            (double)logits.argmax(1).eq(labels).sum().item<long>() / samples.Labels.Count);
    }

    // The values and one-hot cluster of each sample, [samples, width + clusters], and the labels.
    private (Tensor Inputs, Tensor Labels) Augment(LabelledSamples samples, int[]? assignment)
    {
        var (count, width) = (samples.Samples.Count, samples.Samples.Width);
        var values = new float[count * (width + _clusters)];
        for (var i = 0; i < count; i++)
        {
            var row = values.AsSpan(i * (width + _clusters), width + _clusters);
            var source = samples.Samples.Row(i);
            for (var column = 0; column < width; column++)
            {
                row[column] = (float)source[column];
            }

            if (assignment is not null)
            {
                row[width + assignment[i]] = 1;
            }
        }

        return (tensor(values, [count, width + _clusters]), tensor(samples.Labels.Select(label => (long)label).ToArray()));
    }
}
