using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>What a suite came to.</summary>
/// <param name="Results">Rows in their order, the seeds of each in theirs.</param>
/// <param name="Missing">Rows without a result, each with the reason.</param>
public sealed record SuiteOutcome(IReadOnlyList<SuiteResult> Results, IReadOnlyList<MissingRow> Missing);

/// <summary>A row that was not measured.</summary>
/// <param name="Row">The row.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record MissingRow(string Row, string Reason);

/// <summary>One row of a suite with one seed: the row's way of looking at a run.</summary>
/// <param name="Row">The row.</param>
/// <param name="Run">The run.</param>
/// <param name="Answers">What was said of the tracks that the row is about.</param>
/// <param name="Report">What was measured.</param>
public sealed record SuiteResult(string Row, SuiteRun Run, Answers Answers, EvaluationReport Report)
{
    private const int HardTracks = 10;

    /// <summary>The test tracks whose own genre was given the least probability.</summary>
    public IReadOnlyList<HardTrack> Hardest { get; } = FindHardest(Answers);

    /// <summary>Accuracy on the tracks it learnt from; of a whole run alone.</summary>
    public double? TrainAccuracy => ReferenceEquals(Answers, Run.Answers) ? Run.TrainAccuracy : null;

    /// <summary>A row's way of looking at a run.</summary>
    public static SuiteResult Of(SuiteRow row, SuiteRun run)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(run);
        var answers = row.Node is { } node ? TreeAnswers.At(TreeAnswers.NodeOf(row.Recipe, node), run.Answers)
            : row.IsDescent ? TreeAnswers.Descend(GenreTreeSettings.Of(row.Recipe).Root, run.Answers)
            : run.Answers;
        return new SuiteResult(row.Name, run, answers, EvaluationReport.Of(answers.Labels, answers.Actual(), answers.Probabilities()));
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

/// <summary>A track that a model found hard.</summary>
/// <param name="Track">Its name.</param>
/// <param name="Genre">Its genre.</param>
/// <param name="TakenFor">The genre that the model found most probable.</param>
/// <param name="Probability">The probability that the model gave the track's own genre.</param>
public sealed record HardTrack(string Track, string Genre, string TakenFor, double Probability);
