using System.Text.Json.Serialization;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation;

/// <summary>How much better the second of two reports is than the first, and whether that may be chance.</summary>
/// <example><code>
/// var store = new ReportStore("reports");
/// var reports = store.List();
/// Console.WriteLine(Comparison.Of(reports[0].Report, reports[1].Report).Difference);
/// </code></example>
public sealed record Comparison
{
    private const int Resamples = 2000;
    private const double Tail = 0.025;
    /// <summary>The first model's accuracy.</summary>
    [JsonPropertyName("first_accuracy")]
    public required double FirstAccuracy { get; init; }

    /// <summary>The second model's accuracy.</summary>
    [JsonPropertyName("second_accuracy")]
    public required double SecondAccuracy { get; init; }

    /// <summary>Second less first.</summary>
    [JsonPropertyName("difference")]
    public required double Difference { get; init; }

    /// <summary>
    /// The 95 % bootstrap interval of the difference: lower and upper end. Where both answered for the same tracks, these are drawn in
    /// pairs.
    /// </summary>
    [JsonPropertyName("difference_95")]
    public required double[] Difference95 { get; init; }

    /// <summary>The number of tracks that both reports are about; 0 when they are about different tracks, or do not say which.</summary>
    [JsonPropertyName("common_tracks")]
    public required int CommonTracks { get; init; }

    /// <summary>McNemar's test, where both answered for the same tracks.</summary>
    [JsonPropertyName("mcnemar")]
    public McNemarResult? McNemar { get; init; }

    /// <summary>Compares two reports.</summary>
    /// <param name="first">One report.</param>
    /// <param name="second">The other.</param>
    public static Comparison Of(EvaluationReport first, EvaluationReport second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Pair(first, second) is { } pairs ? OfPairs(first, second, pairs) : OfOthers(first, second);
    }

    /// <summary>The comparison as one line of JSON.</summary>
    public string ToJson() => JsonText.Of(this);

    // Which of the two is right, for each track; null unless both are about the very same tracks.
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

    // The four kinds of pairs are the cells of a two by two matrix, whose resamples are pairs drawn with replacement.
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

/// <summary>McNemar's test as reports have it.</summary>
/// <param name="OnlyFirst">Tracks that only the first model got right.</param>
/// <param name="OnlySecond">Tracks that only the second model got right.</param>
/// <param name="Statistic">χ² with Edwards' correction.</param>
/// <param name="P">The exact two-sided p.</param>
public sealed record McNemarResult(
    [property: JsonPropertyName("only_first")] long OnlyFirst,
    [property: JsonPropertyName("only_second")] long OnlySecond,
    [property: JsonPropertyName("statistic")] double Statistic,
    [property: JsonPropertyName("p")] double P);
