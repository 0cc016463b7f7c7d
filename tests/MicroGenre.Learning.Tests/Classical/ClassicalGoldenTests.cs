using System.Text.Json;

namespace MicroGenre.Learning.Tests;

/// <summary>Compares the classical learners with scikit-learn 1.2.1 on generated data (Frozen/sklearn-classical.py).</summary>
public class ClassicalGoldenTests
{
    // Ties are broken and random numbers drawn in other orders; where chance decides, the range is that of 20 seeds.
    private const double TwoPoints = 0.02;
    private static readonly JsonElement Frozen =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Frozen", "sklearn-classical.json"))).RootElement;
    private static readonly int TrainCount = Frozen.GetProperty("train").GetInt32();
    private static readonly double[][] Rows = [.. Frozen.GetProperty("x").EnumerateArray().Select(Numbers)];
    private static readonly int[] Labels = [.. Frozen.GetProperty("y").EnumerateArray().Select(label => label.GetInt32())];
    private static readonly Samples Train = Samples.Of(Rows[..TrainCount]);
    private static readonly Samples Test = Samples.Of(Rows[TrainCount..]);

    public static TheoryData<string> Names => [.. Learners.Keys];

    private static Dictionary<string, ILearner> Learners { get; } = new()
    {
        ["euclidean"] = new NearestNeighbors(),
        ["cosine"] = new NearestNeighbors { Metric = Metric.Cosine },
        ["minkowski"] = new NearestNeighbors { Metric = Metric.Minkowski, Power = 3 },
        ["softmax"] = new SoftmaxRegression { C = 0.5, Tolerance = 1e-6, Iterations = 1000 },
        ["linear-svm"] = new LinearSvm { C = 0.5, Iterations = 20_000 },
        ["rbf-svm"] = new KernelSvm { C = 2 },
        ["gini-tree"] = new DecisionTree(),
        ["entropy-tree"] = new DecisionTree { Criterion = SplitCriterion.Entropy, MaxDepth = 6, MinSamplesLeaf = 3 },
        ["forest"] = new RandomForest { Trees = 200 },
        ["bayes"] = new GaussianNaiveBayes(),
        ["perceptron"] = new MultilayerPerceptron { Epochs = 200 },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Accuracy_is_scikit_learns_within_two_points(string name)
    {
        var range = Numbers(Frozen.GetProperty("accuracy").GetProperty(name));
        Assert.InRange(Fit(name).Accuracy(Test, Labels[TrainCount..]), range[0] - TwoPoints - 1e-9, range[1] + TwoPoints + 1e-9);
    }

    [Theory]
    [InlineData("euclidean")]
    [InlineData("cosine")]
    [InlineData("minkowski")]
    [InlineData("softmax")]
    [InlineData("bayes")]
    public void Probabilities_are_scikit_learns(string name)
    {
        var expected = Frozen.GetProperty("probabilities").GetProperty(name).EnumerateArray().Select(Numbers).ToList();
        var actual = Fit(name).Predict(Test);
        for (var i = 0; i < expected.Count; i++)
        {
            AssertClose(expected[i], actual[i], 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_stored_and_loaded_answers_the_same(string name)
    {
        var fitted = Fit(name);
        var loaded = Learners[name].Load(fitted.Weights());
        Assert.Equal(fitted.Predict(Test), loaded.Predict(Test));
        Assert.All(loaded.Predict(Test), row => Assert.Equal(1, row.Sum(), 9));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_number_of_threads_changes_nothing(string name) => Assert.Equal(
        Fit(name).Predict(Test), Learners[name].Fit(Train, Labels[..TrainCount], 4, new FitOptions(Seed: 1, Threads: 4)).Predict(Test));

    [Fact]
    public void The_kernel_machine_decides_as_scikit_learns()
    {
        var expected = Frozen.GetProperty("svmPredictions").EnumerateArray().Select(label => label.GetInt32()).ToList();
        var actual = Fit("rbf-svm").Predict(Test).Select(row => Array.IndexOf(row, row.Max())).ToList();
        Assert.InRange(expected.Zip(actual, (a, b) => a == b).Count(same => same), 198, 200);
    }

    [Fact]
    public void The_forest_judges_itself_as_scikit_learns()
    {
        var forest = new RandomForest { Trees = 200 }.FitForest(Train, Labels[..TrainCount], 4, new FitOptions());
        Assert.Equal(Frozen.GetProperty("forestOutOfBag").GetDouble(), forest.OutOfBagScore, 0.03);
        AssertClose(Numbers(Frozen.GetProperty("forestImportances")), forest.Importances, 0.02);
        Assert.Equal(1, forest.Importances.Sum(), 9);
    }

    [Fact]
    public void Standardized_values_are_scikit_learns()
    {
        var test = Test.Select([0]);
        Standardizer.Fit(Train).Apply(test);
        AssertClose(Numbers(Frozen.GetProperty("standardized")), test.Row(0).ToArray(), 1e-9);
    }

    [Fact]
    public void Principal_components_are_scikit_learns_up_to_their_sign()
    {
        var projected = PrincipalComponents.Fit(Train, 3).Apply(Test);
        var expected = Frozen.GetProperty("principalAbs").EnumerateArray().Select(Numbers).ToList();
        for (var i = 0; i < expected.Count; i++)
        {
            AssertClose(expected[i], Array.ConvertAll(projected.Row(i).ToArray(), Math.Abs), 1e-6);
        }
    }

    private static IPredictor Fit(string name) => Learners[name].Fit(Train, Labels[..TrainCount], 4, new FitOptions());

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }
}
