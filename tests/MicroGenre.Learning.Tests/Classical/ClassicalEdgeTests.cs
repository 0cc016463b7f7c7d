namespace MicroGenre.Learning.Tests;

public class ClassicalEdgeTests
{
    public static TheoryData<string> Names => [.. Learners.Keys];

    private static Dictionary<string, ILearner> Learners { get; } = new()
    {
        ["nearest-neighbors"] = new NearestNeighbors(),
        ["softmax-regression"] = new SoftmaxRegression(),
        ["linear-svm"] = new LinearSvm(),
        ["rbf-svm"] = new KernelSvm(),
        ["decision-tree"] = new DecisionTree(),
        ["random-forest"] = new RandomForest { Trees = 10 },
        ["gaussian-naive-bayes"] = new GaussianNaiveBayes(),
        ["multilayer-perceptron"] = new MultilayerPerceptron { Epochs = 50, BatchSize = 8 },
        ["linear-discriminant"] = new LinearDiscriminant(),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Easily_separated_classes_are_told_apart(string name)
    {
        var (samples, labels) = Clouds(30, width: 5, classes: 3, seed: 1);
        var (other, otherLabels) = Clouds(30, width: 5, classes: 3, seed: 2);
        Assert.InRange(Learners[name].Fit(samples, labels, 3, new FitOptions()).Accuracy(other, otherLabels), 0.9, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_without_samples_is_never_predicted(string name)
    {
        var (samples, labels) = Clouds(20, width: 3, classes: 2, seed: 1);
        var predictor = Learners[name].Fit(samples, Array.ConvertAll(labels, label => label * 2), 3, new FitOptions());
        Assert.All(predictor.Predict(samples), row => Assert.NotEqual(1, Array.IndexOf(row, row.Max())));
        Assert.All(predictor.Predict(samples), row => Assert.Equal(1, row.Sum(), 9));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_class_and_one_sample_give_probability_1(string name)
    {
        var predictor = Learners[name].Fit(new Samples(1, 2, [1, 2]), [0], 1, new FitOptions());
        Assert.Equal([1.0], predictor.Predict(new Samples(1, 2, [3, 4]))[0]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_sample_per_class_is_enough(string name)
    {
        var predictor = Learners[name].Fit(new Samples(2, 2, [0, 0, 9, 9]), [0, 1], 2, new FitOptions());
        Assert.All(predictor.Predict(new Samples(2, 2, [0, 0, 9, 9])), row => Assert.Equal(1, row.Sum(), 9));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Constant_features_are_harmless(string name)
    {
        var (samples, labels) = Clouds(20, width: 4, classes: 2, seed: 1);
        for (var i = 0; i < samples.Count; i++)
        {
            samples.Row(i)[3] = 7;
        }

        Standardizer.Fit(samples).Apply(samples);
        Assert.InRange(Learners[name].Fit(samples, labels, 2, new FitOptions()).Accuracy(samples, labels), 0.9, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_but_constants_still_gives_probabilities(string name)
    {
        var predictor = Learners[name].Fit(new Samples(4, 2, new double[8]), [0, 1, 0, 1], 2, new FitOptions());
        Assert.Equal(1, predictor.Predict(new Samples(1, 2, new double[2]))[0].Sum(), 9);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_that_is_not_a_number_is_refused_with_its_place(string name)
    {
        var exception = Assert.Throws<ArgumentException>(
            () => Learners[name].Fit(new Samples(2, 2, [1, 2, 3, double.NaN]), [0, 1], 2, new FitOptions()));
        Assert.Contains("Sample 1 has NaN as its value 1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Labels_out_of_range_and_other_learners_weights_are_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => Learners[name].Fit(new Samples(2, 1, [1, 2]), [0, 2], 2, new FitOptions()));
        Assert.Throws<ArgumentException>(() => Learners[name].Fit(new Samples(2, 1, [1, 2]), [0], 2, new FitOptions()));
        Assert.Throws<InvalidDataException>(() => Learners[name].Load(new Dictionary<string, TensorData>()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_thousand_features_are_learnt(string name)
    {
        var (samples, labels) = Clouds(20, width: 10_000, classes: 3, seed: 1);
        var learner = Learners[name] is MultilayerPerceptron perceptron ? perceptron with { Epochs = 10, HiddenLayers = [20] }
            : Learners[name];
        Assert.Equal(1, learner.Fit(samples, labels, 3, new FitOptions(Threads: 2)).Accuracy(samples, labels));
    }

    [Fact]
    public void Ten_thousand_features_have_principal_components()
    {
        var (samples, _) = Clouds(20, width: 10_000, classes: 3, seed: 1);
        Assert.Equal(5, PrincipalComponents.Fit(samples, 5).Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_genre_of_several_tracks_is_certain_whatever_it_meets(string name)
    {
        var (samples, _) = Clouds(10, width: 4, classes: 2, seed: 1);
        var predictor = Learners[name].Fit(samples, new int[10], 1, new FitOptions());
        Assert.All(predictor.Predict(Clouds(5, width: 4, classes: 2, seed: 2).Samples), row => Assert.Equal([1.0], row));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_genre_of_one_track_does_not_stop_the_others(string name)
    {
        var (samples, labels) = Clouds(21, width: 6, classes: 3, seed: 1);
        var kept = Enumerable.Range(0, 21).Where(i => labels[i] < 2 || i == 2).ToList();
        var predictor = Learners[name].Fit(samples.Select(kept), [.. kept.Select(i => labels[i])], 3, new FitOptions());
        var common = Enumerable.Range(0, 21).Where(i => labels[i] < 2).ToList();
        Assert.InRange(predictor.Accuracy(samples.Select(common), [.. common.Select(i => labels[i])]), 0.9, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Many_vectors_at_once_are_answered_as_one_by_one(string name)
    {
        var (samples, labels) = Clouds(70, width: 7, classes: 3, seed: 1);
        var predictor = Learners[name].Fit(samples, labels, 3, new FitOptions());
        var all = predictor.Predict(samples);
        var one = new double[3];
        for (var i = 0; i < samples.Count; i++)
        {
            predictor.Predict(samples.Row(i), one);
            Assert.All(Enumerable.Range(0, 3), label => Assert.Equal(all[i][label], one[label], 1e-12));
        }
    }

    [Fact]
    public void A_linear_discriminant_is_the_closed_form()
    {
        // Two classes in one dimension, within-class variance 1: the boundary is halfway, the log-odds are linear.
        var samples = new Samples(4, 1, [-3, -1, 1, 3]);
        var predictor = new LinearDiscriminant { Shrinkage = 0.5, Temperature = 1 }.Fit(samples, [0, 0, 1, 1], 2, new FitOptions());
        var probabilities = predictor.Predict(new Samples(2, 1, [0, 1]));
        Assert.Equal(0.5, probabilities[0][0], 9);
        Assert.Equal(4, Math.Log(probabilities[1][1] / probabilities[1][0]), 6);
    }

    [Fact]
    public void More_components_than_the_data_span_are_not_given()
    {
        var samples = new Samples(3, 4, [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);
        Assert.Equal(1, PrincipalComponents.Fit(samples, 3).Count);
        Assert.Equal(1, PrincipalComponents.Fit(new Samples(2, 2, new double[4]), 2).Count);
    }

    private static (Samples Samples, int[] Labels) Clouds(int count, int width, int classes, int seed)
    {
        var random = new SeededRandom(seed);
        var labels = Enumerable.Range(0, count).Select(i => i % classes).ToArray();
        var values = labels.SelectMany(
            label => Enumerable.Range(0, width).Select(column => random.NextNormal() + (column % classes == label ? 6 : 0))).ToArray();
        return (new Samples(count, width, values), labels);
    }
}
