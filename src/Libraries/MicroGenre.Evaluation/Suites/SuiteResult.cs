using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>The outcome of a suite.</summary>
/// <param name="Results">The results by row, then by seed.</param>
/// <param name="Missing">The rows without a result, with the reason.</param>
public sealed record SuiteOutcome(IReadOnlyList<SuiteResult> Results, IReadOnlyList<MissingRow> Missing);

/// <summary>A row without a result.</summary>
/// <param name="Row">The name of the row.</param>
/// <param name="Reason">The reason, in one line.</param>
public sealed record MissingRow(string Row, string Reason);

/// <summary>The result of one row of a suite with one seed.</summary>
/// <param name="Row">The name of the row.</param>
/// <param name="Run">The run that it evaluates.</param>
/// <param name="Answers">The answers for the tracks of the row.</param>
/// <param name="Report">The metrics.</param>
/// <param name="Protocol">How the tracks were divided.</param>
public sealed record SuiteResult(string Row, SuiteRun Run, Answers Answers, EvaluationReport Report, SuiteProtocol Protocol)
{
    private const int HardTracks = 10;

    /// <summary>
    /// The accuracy of the row, 0 to 1: that of its answers, or a product of accuracies (<see cref="SuiteRow.IsProduct"/>).
    /// </summary>
    public double Accuracy { get; init; } = Report.Accuracy;

    /// <summary>The share of the test tracks whose genre no training track has, so that they cannot be right, 0 to 1.</summary>
    public double Unlearnt { get; init; }

    /// <summary>The test tracks whose own genre got the lowest probability.</summary>
    public IReadOnlyList<HardTrack> Hardest { get; } = FindHardest(Answers);

    /// <summary>The accuracy on the training tracks, if the row covers the whole run.</summary>
    public double? TrainAccuracy => ReferenceEquals(Answers, Run.Answers) ? Run.TrainAccuracy : null;

    /// <summary>Evaluates a run for a row.</summary>
    public static SuiteResult Of(SuiteRow row, SuiteRun run, SuiteProtocol protocol)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(run);
        var answers = row.Node is { } node ? TreeAnswers.At(TreeAnswers.NodeOf(row.Recipe, node), run.Answers)
            : row.IsDescent ? TreeAnswers.Descend(GenreTreeSettings.Of(row.Recipe).Root, run.Answers)
            : run.Answers;
        var result = new SuiteResult(row.Name, run, answers, answers.ToReport(), protocol);
        return row.IsProduct
            ? result with { Accuracy = TreeAnswers.ProductOfAccuracies(GenreTreeSettings.Of(row.Recipe).Root, run.Answers) } : result;
    }

    private static HardTrack[] FindHardest(Answers answers)
    {
        var predicted = ProbabilityMetrics.Predict(answers.Probabilities(), answers.Labels.Count);
        return
        [
            .. answers.Tracks
                .Select((track, i) =>
                    new HardTrack(track.Track, answers.Labels[track.Genre], answers.Labels[predicted[i]], track.Probabilities[track.Genre]))
                .OrderBy(track => track.Probability).ThenBy(track => track.Track, StringComparer.Ordinal)
                .Take(HardTracks),
        ];
    }
}

/// <summary>A track that a model found hard to classify.</summary>
/// <param name="Track">The track's name.</param>
/// <param name="Genre">The track's genre.</param>
/// <param name="TakenFor">The predicted genre.</param>
/// <param name="Probability">The probability of the track's own genre, 0 to 1.</param>
public sealed record HardTrack(string Track, string Genre, string TakenFor, double Probability);
