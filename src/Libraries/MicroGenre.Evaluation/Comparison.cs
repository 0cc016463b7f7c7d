using System.Text.Json.Serialization;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation;

/// <summary>The difference between two reports, and whether it may be due to chance.</summary>
/// <example><code>
/// var store = new ReportStore("reports");
/// var reports = store.List();
/// Console.WriteLine(Comparison.Of(reports[0].Report, reports[1].Report).Difference);
/// </code></example>
public sealed record Comparison
{
    private const int Resamples = 2000;
    private const double Tail = 0.025;
    /// <summary>The first model's accuracy, 0 to 1.</summary>
    [JsonPropertyName("first_accuracy")]
    public required double FirstAccuracy { get; init; }

    /// <summary>The second model's accuracy, 0 to 1.</summary>
    [JsonPropertyName("second_accuracy")]
    public required double SecondAccuracy { get; init; }

    /// <summary>The second accuracy minus the first.</summary>
    [JsonPropertyName("difference")]
    public required double Difference { get; init; }

    /// <summary>
    /// The 95 % bootstrap interval of the difference, <c>[lower, upper]</c>. If both reports cover the same tracks, resampling is paired.
    /// </summary>
    [JsonPropertyName("difference_95")]
    public required double[] Difference95 { get; init; }

    /// <summary>Number of tracks that both reports cover; 0 if the tracks differ or are not listed.</summary>
    [JsonPropertyName("common_tracks")]
    public required int CommonTracks { get; init; }

    /// <summary>McNemar's test, if both reports cover the same tracks.</summary>
    [JsonPropertyName("mcnemar")]
    public McNemarResult? McNemar { get; init; }

    /// <summary>Compares two reports.</summary>
    /// <param name="first">The first report.</param>
    /// <param name="second">The second report.</param>
    public static Comparison Of(EvaluationReport first, EvaluationReport second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Pair(first, second) is { } pairs ? OfPairs(first, second, pairs) : OfOthers(first, second);
    }

    /// <summary>The comparison as one line of JSON.</summary>
    public string ToJson() => JsonText.Of(this);

    // Whether each of the two is right, for each track; null unless both cover exactly the same tracks.
    private static List<(bool First, bool Second)>? Pair(EvaluationReport first, EvaluationReport second)
    {
        if (first.Answers is not { } answers || second.Answers is not { } others || answers.Count != others.Count)
        {
            return null;
        }

        var byName = new Dictionary<(string, string), TrackAnswer>();
        if (!others.All(other => byName.TryAdd((other.Track, other.Genre), other)))
        {
            return null;
        }

        var pairs = new List<(bool, bool)>();
        foreach (var answer in answers)
        {
            if (!byName.TryGetValue((answer.Track, answer.Genre), out var other))
            {
                return null;
            }

            pairs.Add((answer.TakenFor == answer.Genre, other.TakenFor == other.Genre));
        }

        return pairs;
    }

    // The four outcomes of a pair are the cells of a 2 × 2 matrix; resampling draws pairs with replacement.
    private static Comparison OfPairs(EvaluationReport first, EvaluationReport second, List<(bool First, bool Second)> pairs)
    {
        var counts = new long[2, 2];
        foreach (var pair in pairs)
        {
            counts[pair.First ? 1 : 0, pair.Second ? 1 : 0]++;
        }

        var interval = Bootstrap.Of(new ConfusionMatrix(counts), drawn => (double)(drawn[0, 1] - drawn[1, 0]) / drawn.Total);
        var test = Metrics.McNemar.Of(counts[1, 0], counts[0, 1]);
        return Between(first, second, [interval.Low, interval.High]) with
        {
            CommonTracks = pairs.Count,
            McNemar = new McNemarResult(test.OnlyFirst, test.OnlySecond, test.Statistic, test.PValue),
        };
    }

    private static Comparison OfOthers(EvaluationReport first, EvaluationReport second)
    {
        var (matrix, other) = (MatrixOf(first).HitsAndMisses(), MatrixOf(second).HitsAndMisses());
        var random = new Random(0);
        var differences = new double[Resamples];
        for (var i = 0; i < Resamples; i++)
        {
            differences[i] = Bootstrap.Resample(other, random).Accuracy - Bootstrap.Resample(matrix, random).Accuracy;
        }

        Array.Sort(differences);
        return Between(first, second, [differences[(int)(Tail * Resamples)], differences[(int)((1 - Tail) * Resamples)]]);
    }

    private static Comparison Between(EvaluationReport first, EvaluationReport second, double[] interval) => new()
    {
        FirstAccuracy = first.Accuracy,
        SecondAccuracy = second.Accuracy,
        Difference = second.Accuracy - first.Accuracy,
        Difference95 = interval,
        CommonTracks = 0,
    };

    private static ConfusionMatrix MatrixOf(EvaluationReport report)
    {
        var counts = new long[report.Confusion.Length, report.Confusion.Length];
        foreach (var (i, row) in report.Confusion.Index())
        {
            foreach (var (j, count) in row.Index())
            {
                counts[i, j] = count;
            }
        }

        return new ConfusionMatrix(counts);
    }
}

/// <summary>McNemar's test in a report.</summary>
/// <param name="OnlyFirst">Number of tracks that only the first model got right.</param>
/// <param name="OnlySecond">Number of tracks that only the second model got right.</param>
/// <param name="Statistic">χ² with Edwards' correction.</param>
/// <param name="P">The exact two-sided p-value.</param>
public sealed record McNemarResult(
    [property: JsonPropertyName("only_first")] long OnlyFirst,
    [property: JsonPropertyName("only_second")] long OnlySecond,
    [property: JsonPropertyName("statistic")] double Statistic,
    [property: JsonPropertyName("p")] double P);
