using MicroGenre.Evaluation.Reports;
using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Suites;

/// <summary>One row of a suite, trained and measured with one seed.</summary>
public sealed record SuiteResult
{
    /// <summary>The suite.</summary>
    public required string Suite { get; init; }

    /// <summary>The row.</summary>
    public required string Row { get; init; }

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>How the tracks were divided.</summary>
    public required string Split { get; init; }

    /// <summary>The tracks it learnt from.</summary>
    public required DataSummary Train { get; init; }

    /// <summary>The tracks it was measured on.</summary>
    public required DataSummary Test { get; init; }

    /// <summary>Accuracy on the tracks it learnt from, 0 to 1.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>What was measured.</summary>
    public required EvaluationReport Report { get; init; }

    /// <summary>Loss and accuracy of every epoch; empty for learners without epochs.</summary>
    public required IReadOnlyList<EpochResult> History { get; init; }

    /// <summary>The test tracks whose own genre was given the least probability.</summary>
    public required IReadOnlyList<HardTrack> Hardest { get; init; }

    /// <summary>How long training and measuring took, in seconds.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A track that a model found hard.</summary>
/// <param name="Track">Its name.</param>
/// <param name="Genre">Its genre.</param>
/// <param name="TakenFor">The genre that the model found most probable.</param>
/// <param name="Probability">The probability that the model gave the track's own genre.</param>
public sealed record HardTrack(string Track, string Genre, string TakenFor, double Probability);
