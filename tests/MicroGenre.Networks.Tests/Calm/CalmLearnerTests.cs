using MicroGenre.Benchmarks.Calm;
using MicroGenre.Learning;
using MicroGenre.Networks.Calm;
using MicroGenre.Networks.Weights;

namespace MicroGenre.Networks.Tests.Calm;

[Collection(nameof(TorchTests))]
public class CalmLearnerTests
{
    private static readonly GeneratedStyles Easy = new(Genres: 3, StylesPerGenre: 1, Width: 6, Noise: 0.3);

    [Fact]
    public void Blobs_that_lie_apart_are_learnt()
    {
        var model = Fit(new CalmLearner { Epochs = 40 }, Easy);
        var test = Easy.Draw(50, seed: 1, part: 1);
        Assert.InRange(model.Accuracy(test.Samples, test.Labels), 0.95, 1);
        Assert.Equal(3, model.Clusters!.Count);
        Assert.All(model.Predict(test.Samples), row => Assert.Equal(1, row.Sum(), 9));
    }

    [Fact]
    public void Clustering_stops_when_nothing_changes_for_ten_iterations_and_the_network_trains_on()
    {
        var history = Fit(new CalmLearner { Epochs = 120 }, Easy).History;
        Assert.Equal(120, history.Count);
        var changes = history.Select(epoch => epoch.ClusterChanges).ToList();
        Assert.Null(changes[0]);
        var last = changes.FindLastIndex(change => change is not null);
        Assert.InRange(last, 10, 118);
        Assert.All(changes[(last - 9)..(last + 1)], change => Assert.Equal(0, change));
        Assert.All(changes[(last + 1)..], Assert.Null);
        Assert.True(last < 11 || changes[last - 10] != 0);
        Assert.Single(history.Skip(last).Select(epoch => epoch.IntraClusterVariance).Distinct());
    }

    [Fact]
    public void The_literal_algorithm_stops_altogether_when_the_clusters_are_at_rest()
    {
        var history = Fit(new CalmLearner { Epochs = 120, TrainToEnd = false, StableIterations = 4 }, Easy).History;
        Assert.InRange(history.Count, 5, 119);
        Assert.All(history.TakeLast(4), epoch => Assert.Equal(0, epoch.ClusterChanges));
    }

    [Fact]
    public void Each_cluster_may_have_a_network_of_its_own_that_weighs_its_distances()
    {
        var learner = new CalmLearner { Epochs = 60, NetworkPerCluster = true };
        var model = Fit(learner, Easy);
        var test = Easy.Draw(50, seed: 1, part: 1);

        Assert.InRange(model.Accuracy(test.Samples, test.Labels), 0.9, 1);
        Assert.Equal(3 * 6, model.Clusters!.Importance.Count);
        Assert.NotEqual(model.Clusters.Importance.Take(6), model.Clusters.Importance.Skip(6).Take(6));
        Assert.Equal(model.Predict(test.Samples), learner.Load(model.Weights()).Predict(test.Samples));
        Assert.Contains("networkPerCluster needs clusters",
            Assert.Throws<InvalidRecipeException>(() => Fit(learner with { Clusters = 0 }, Easy)).Message);
    }

    [Fact]
    public void A_network_of_a_cluster_answers_for_its_samples_alone()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var network = new CalmNetwork(width: 2, clusters: 3, hidden: [4], classes: 2, perCluster: true);
        var input = TorchSharp.torch.rand(5, 5);
        int[] clusters = [2, 0, 2, 1, 0];
        var together = network.Logits(input, clusters);

        Assert.Equal(3, network.Classifiers.Count);
        for (var i = 0; i < clusters.Length; i++)
        {
            var alone = network.Classifiers[clusters[i]].call(input.narrow(0, i, 1));
            Assert.True(together.narrow(0, i, 1).allclose(alone));
        }
    }

    [Fact]
    public void An_iteration_may_have_several_epochs()
    {
        var history = Fit(new CalmLearner { Epochs = 9, EpochsPerIteration = 3 }, Easy).History;
        Assert.Equal([4, 7], history.Where(epoch => epoch.ClusterChanges is not null).Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void Importance_is_the_mean_magnitude_of_the_first_layers_weights_on_the_values_alone()
    {
        using var network = new CalmNetwork(width: 3, clusters: 2, hidden: [4], classes: 2);
        var weights = StateDict.Export(network)["classifier.layers.0.weight"].ToSingle();
        var expected = Enumerable.Range(0, 3)
            .Select(n => Enumerable.Range(0, 4).Average(unit => Math.Abs((double)weights[(unit * 5) + n])));
        Assert.Equal(expected, network.MeanInputWeights(), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([1.0, 1.0, 1.0], network.Importance);
    }

    [Fact]
    public void Every_epoch_tells_losses_accuracies_and_the_variance_within_clusters()
    {
        var test = Easy.Draw(20, seed: 1, part: 1);
        var history = new CalmLearner { Epochs = 30 }.FitCalm(Easy.Draw(20, seed: 1, part: 0), 3, new FitOptions(), test).History;
        Assert.All(history, epoch =>
            Assert.True(epoch is { ValidationLoss: > 0, ValidationAccuracy: >= 0 and <= 1, IntraClusterVariance: > 0, Phase: "clusters" }));
        Assert.True(history[^1].Loss < history[0].Loss);
        Assert.True(history[^1].ValidationLoss < history[0].ValidationLoss);
    }

    [Fact]
    public void Clusters_are_fitted_to_the_training_samples_whatever_is_watched()
    {
        var train = Easy.Draw(20, seed: 1, part: 0);
        var learner = new CalmLearner { Epochs = 15 };
        var alone = learner.FitCalm(train, 3, new FitOptions());
        var watched = learner.FitCalm(train, 3, new FitOptions(), Easy.Draw(20, seed: 2, part: 1));
        AssertSame(alone.Weights(), watched.Weights());
        var rows = Enumerable.Range(0, train.Samples.Count).Select(i => string.Join(' ', train.Samples.Row(i).ToArray())).ToHashSet();
        Assert.All(Enumerable.Range(0, 3), i => Assert.Contains(string.Join(' ', watched.Clusters!.Centres.Row(i).ToArray()), rows));
    }

    [Fact]
    public void Patience_stops_the_run_and_goes_back_to_the_best_epoch()
    {
        var noise = new GeneratedStyles(Genres: 3, StylesPerGenre: 1, Width: 6, Noise: 3);
        var (train, test) = (noise.Draw(20, seed: 1, part: 0), noise.Draw(60, seed: 1, part: 1));
        var model = new CalmLearner { Epochs = 150, Patience = 3 }.FitCalm(train, 3, new FitOptions(), test);
        Assert.InRange(model.History.Count, 4, 149);
        Assert.Equal(model.History.Max(epoch => epoch.ValidationAccuracy)!.Value, model.Accuracy(test.Samples, test.Labels), 6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_model_on_any_number_of_threads_and_another_seed_another()
    {
        var learner = new CalmLearner { Epochs = 12 };
        var train = Easy.Draw(20, seed: 1, part: 0);
        var weights = new[] { (1, 1), (1, 2), (2, 1) }.Select(
            run => learner.FitCalm(train, 3, new FitOptions(run.Item1, run.Item2)).Weights()).ToList();
        AssertSame(weights[0], weights[1]);
        Assert.NotEqual(weights[0]["layers.0.weight"].Bytes, weights[2]["layers.0.weight"].Bytes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public void A_stored_model_answers_as_before(int? clusters)
    {
        var learner = new CalmLearner { Epochs = 5, Clusters = clusters };
        var model = Fit(learner, Easy);
        var test = Easy.Draw(10, seed: 3, part: 1).Samples;
        Assert.Equal(model.Predict(test), learner.Load(model.Weights()).Predict(test));
        Assert.Equal(clusters == 0, model.Clusters is null);
    }

    [Fact]
    public void One_sample_one_class_and_equal_samples_make_models_too()
    {
        var options = new FitOptions();
        Assert.Equal(
            1, new CalmLearner { Epochs = 2 }.FitCalm(new LabelledSamples(Samples.Of([[1.0, 2.0]]), [0]), 1, options).Clusters!.Count);
        var equal = new LabelledSamples(Samples.Of([[1.0], [1.0], [1.0], [1.0]]), [0, 1, 0, 1]);
        var model = new CalmLearner { Epochs = 14 }.FitCalm(equal, 2, options);
        Assert.Equal(0, model.History[^1].IntraClusterVariance);
        Assert.Equal(10, model.History.Count(epoch => epoch.ClusterChanges == 0));
    }

    [Fact]
    public void A_cancelled_fit_stops()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new CalmLearner().FitCalm(
            Easy.Draw(20, seed: 1, part: 0), 3, new FitOptions(Cancellation: cancellation.Token)));
    }

    [Fact]
    public void Parameters_out_of_range_and_too_few_samples_are_refused()
    {
        var train = Easy.Draw(2, seed: 1, part: 0);
        Assert.Contains("6 samples", Assert.Throws<ArgumentException>(
            () => new CalmLearner { Clusters = 7 }.FitCalm(train, 3, new FitOptions())).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidRecipeException>(() => new CalmLearner { Clusters = -1 }.FitCalm(train, 3, new FitOptions()));
        Assert.Throws<InvalidRecipeException>(() => new CalmLearner { EpochsPerIteration = 0 }.FitCalm(train, 3, new FitOptions()));
        Assert.Throws<InvalidRecipeException>(() => new CalmLearner { Hidden = [0] }.FitCalm(train, 3, new FitOptions()));
    }

    private static CalmModel Fit(CalmLearner learner, GeneratedStyles data) =>
        learner.FitCalm(data.Draw(20, seed: 1, part: 0), data.Genres, new FitOptions());

    private static void AssertSame(IReadOnlyDictionary<string, TensorData> expected, IReadOnlyDictionary<string, TensorData> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Assert.Equal(pair.Value.Bytes, actual[pair.Key].Bytes));
    }
}
