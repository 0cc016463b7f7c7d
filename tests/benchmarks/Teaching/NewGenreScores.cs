using MicroGenre.Benchmarks.Accuracy;

namespace MicroGenre.Benchmarks.Teaching;

/// <summary>How well a model knows a genre that it got by a few examples, and the others.</summary>
/// <param name="Accuracy">Share of all tracks that it tells right.</param>
/// <param name="Recall">Share of the genre's tracks that it tells right.</param>
/// <param name="FalseShare">Share of other tracks that it takes for the genre.</param>
/// <param name="LogLoss">Of all tracks.</param>
internal sealed record NewGenreScores(double Accuracy, double Recall, double FalseShare, double LogLoss)
{
    public static NewGenreScores Of(Answers answers, int genre)
    {
        var hits = answers.Hits;
        var predicted = answers.Probabilities.Select(row => Array.IndexOf(row, row.Max())).ToList();
        var (own, others) = (Places(label => label == genre), Places(label => label != genre));
        return new NewGenreScores(
            hits.Average(), own.Average(track => hits[track]), others.Average(track => predicted[track] == genre ? 1.0 : 0),
            answers.LogLoss);

        List<int> Places(Func<int, bool> isWanted) =>
            [.. Enumerable.Range(0, answers.Actual.Count).Where(track => isWanted(answers.Actual[track]))];
    }
}

/// <summary>A point of two learning curves.</summary>
/// <param name="Examples">Tracks of the new genre.</param>
/// <param name="Taught">The model that was taught.</param>
/// <param name="Scratch">The model that was trained on all tracks together.</param>
/// <param name="TaughtSeconds">How long teaching took.</param>
/// <param name="ScratchSeconds">How long training took.</param>
/// <param name="LargestChange">By how much teaching changed a score of another genre at most.</param>
internal sealed record CurvePoint(
    int Examples, NewGenreScores Taught, NewGenreScores Scratch, double TaughtSeconds, double ScratchSeconds, double LargestChange);
