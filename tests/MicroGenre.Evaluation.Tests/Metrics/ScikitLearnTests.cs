using System.Text.Json;
using MicroGenre.Evaluation.Metrics;

namespace MicroGenre.Evaluation.Tests.Metrics;

/// <summary>Every metric equals scikit-learn's to 1e-12 on the inputs that Frozen/freeze.py made.</summary>
public sealed class ScikitLearnTests
{
    private const double Tolerance = 1e-12;
    private static readonly JsonElement Cases = Load();

    public static TheoryData<string> Classifications => Names("classification");

    public static TheoryData<string> Probabilities => Names("probabilities");

    public static TheoryData<string> Clusterings => Names("clusters");

    [Theory]
    [MemberData(nameof(Classifications))]
    public void Confusion_accuracy_precision_recall_and_F1_equal_scikit_learn(string name)
    {
        var expected = Case("classification", name);
        var matrix = ConfusionMatrix.Of(
            Integers(expected, "actual"), Integers(expected, "predicted"), expected.GetProperty("classes").GetInt32());

        Equal(Number(expected.GetProperty("accuracy")), matrix.Accuracy);
        Assert.Equal(expected.GetProperty("confusion").Deserialize<long[][]>(), matrix.ToRows());
        var scores = matrix.Scores();
        Equal(Numbers(expected, "precision"), [.. scores.Select(score => score.Precision)]);
        Equal(Numbers(expected, "recall"), [.. scores.Select(score => score.Recall)]);
        Equal(Numbers(expected, "f1"), [.. scores.Select(score => score.F1)]);
        Assert.Equal(Integers(expected, "tracks"), scores.Select(score => (int)score.Tracks));
        var macro = matrix.Macro();
        Equal(Numbers(expected, "macro"), [macro.Precision, macro.Recall, macro.F1]);
    }

    [Theory]
    [MemberData(nameof(Probabilities))]
    public void Top_k_log_loss_and_calibration_error_equal_scikit_learn(string name)
    {
        var expected = Case("probabilities", name);
        var classes = expected.GetProperty("classes").GetInt32();
        var actual = Integers(expected, "actual");
        float[] probabilities = [.. Numbers(expected, "probabilities").Select(p => (float)p)];

        Assert.Equal(Integers(expected, "predicted"), ProbabilityMetrics.Predict(probabilities, classes));
        var top = Numbers(expected, "top");
        for (var k = 1; k < classes; k++)
        {
            Equal(top[k - 1], ProbabilityMetrics.TopAccuracy(actual, probabilities, classes, k));
        }

        Equal(Number(expected.GetProperty("log_loss")), ProbabilityMetrics.LogLoss(actual, probabilities, classes));
        Equal(Number(expected.GetProperty("calibration_error")), ProbabilityMetrics.CalibrationError(actual, probabilities, classes));
    }

    [Theory]
    [MemberData(nameof(Clusterings))]
    public void Pairwise_F_adjusted_Rand_and_V_measure_equal_scikit_learn(string name)
    {
        var expected = Case("clusters", name);
        var agreement = ClusterAgreement.Of(Integers(expected, "reference"), Integers(expected, "estimated"));

        Equal(Number(expected.GetProperty("pair_precision")), agreement.PairPrecision);
        Equal(Number(expected.GetProperty("pair_recall")), agreement.PairRecall);
        Equal(Number(expected.GetProperty("pair_f1")), agreement.PairF1);
        Equal(Number(expected.GetProperty("adjusted_rand")), agreement.AdjustedRand);
        Equal(Number(expected.GetProperty("homogeneity")), agreement.Homogeneity);
        Equal(Number(expected.GetProperty("completeness")), agreement.Completeness);
        Equal(Number(expected.GetProperty("v_measure")), agreement.VMeasure);
    }

    [Fact]
    public void McNemar_equals_SciPys_exact_binomial_test()
    {
        foreach (var expected in Cases.GetProperty("mcnemar").EnumerateArray())
        {
            var test = McNemar.Of(expected.GetProperty("only_first").GetInt64(), expected.GetProperty("only_second").GetInt64());
            Equal(Number(expected.GetProperty("statistic")), test.Statistic);
            Equal(Number(expected.GetProperty("p_value")), test.PValue);
        }
    }

    private static void Equal(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Equal(expected[i], actual[i]);
        }
    }

    private static void Equal(double expected, double actual)
    {
        if (double.IsNaN(expected))
        {
            Assert.Equal(double.NaN, actual);
        }
        else
        {
            Assert.InRange(actual, expected - Tolerance, expected + Tolerance);
        }
    }

    private static JsonElement Load()
    {
        using var stream = typeof(ScikitLearnTests).Assembly.GetManifestResourceStream("cases.json")!;
        return JsonSerializer.Deserialize<JsonElement>(stream);
    }

    private static TheoryData<string> Names(string kind) =>
        [.. Cases.GetProperty(kind).EnumerateArray().Select(element => element.GetProperty("name").GetString()!)];

    private static JsonElement Case(string kind, string name) =>
        Cases.GetProperty(kind).EnumerateArray().Single(element => element.GetProperty("name").ValueEquals(name));

    private static int[] Integers(JsonElement element, string property) => element.GetProperty(property).Deserialize<int[]>()!;

    private static double[] Numbers(JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(Number)];

    // What is not a number is null in JSON.
    private static double Number(JsonElement element) => element.ValueKind == JsonValueKind.Null ? double.NaN : element.GetDouble();
}
