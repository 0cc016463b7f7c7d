namespace MicroGenre.Evaluation.Metrics;

/// <summary>A confusion matrix: numbers of tracks by actual class (rows) and predicted class (columns).</summary>
/// <remarks>
/// As in scikit-learn with <c>zero_division=0</c>, a ratio with denominator 0 is 0: a class that is never predicted has precision 0, and a
/// class that never occurs has recall 0.
/// </remarks>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    /// <summary>Creates a matrix from counts.</summary>
    /// <param name="counts">The counts, <c>[actual, predicted]</c>: square, none negative.</param>
    /// <exception cref="ArgumentException">The matrix is not square, or a count is negative.</exception>
    public ConfusionMatrix(long[,] counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.GetLength(0) != counts.GetLength(1))
        {
            throw new ArgumentException(
                $"A confusion matrix is square, not {counts.GetLength(0)} × {counts.GetLength(1)}.", nameof(counts));
        }

        foreach (var count in counts)
        {
            if (count < 0)
            {
                throw new ArgumentException($"A count in a confusion matrix must not be negative; one is {count}.", nameof(counts));
            }
        }

        _counts = counts;
        Classes = counts.GetLength(0);
        for (var i = 0; i < Classes; i++)
        {
            Correct += counts[i, i];
            for (var j = 0; j < Classes; j++)
            {
                Total += counts[i, j];
            }
        }
    }

    /// <summary>Number of classes, including those that never occur.</summary>
    public int Classes { get; }

    /// <summary>Number of tracks.</summary>
    public long Total { get; }

    /// <summary>Number of correctly predicted tracks: the sum of the diagonal.</summary>
    public long Correct { get; }

    /// <summary>The share of correctly predicted tracks, 0 to 1; <see cref="double.NaN"/> if there are no tracks.</summary>
    public double Accuracy => Total == 0 ? double.NaN : (double)Correct / Total;

    /// <summary>Number of tracks of class <paramref name="actual"/> that are predicted as <paramref name="predicted"/>.</summary>
    public long this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Counts the pairs of actual and predicted classes.</summary>
    /// <param name="actual">The class of each track, from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="predicted">The predicted class of each track, in the same order.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a class is out of range.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int classes)
    {
        Guard.SameLength(actual.Length, predicted.Length, nameof(predicted));
        var cells = new long[classes, classes];
        for (var i = 0; i < actual.Length; i++)
        {
            cells[Guard.Class(actual[i], classes, i, nameof(actual)), Guard.Class(predicted[i], classes, i, nameof(predicted))]++;
        }

        return new ConfusionMatrix(cells);
    }

    /// <summary>
    /// Reduces the matrix to two cells, correct and incorrect tracks. The accuracy depends only on these, and resampling them is cheap
    /// whatever the number of classes.
    /// </summary>
    public ConfusionMatrix HitsAndMisses() => new(new[,] { { Correct, Total - Correct }, { 0, 0 } });

    /// <summary>Computes precision, recall and F1 of one class.</summary>
    public ClassScore Score(int index)
    {
        long actual = 0, predicted = 0;
        for (var other = 0; other < Classes; other++)
        {
            actual += _counts[index, other];
            predicted += _counts[other, index];
        }

        return ClassScore.Of(_counts[index, index], predicted, actual);
    }

    /// <summary>The scores of all classes, in order.</summary>
    public IReadOnlyList<ClassScore> Scores() => [.. Enumerable.Range(0, Classes).Select(Score)];

    /// <summary>
    /// The unweighted means of precision, recall and F1 over the classes that occur, as actual or predicted class: scikit-learn's
    /// <c>average='macro'</c>. F1 is the mean of the classes' F1, not the F1 of the means. All are <see cref="double.NaN"/> if there are no
    /// tracks.
    /// </summary>
    public ClassScore Macro()
    {
        double precision = 0, recall = 0, f1 = 0, occurring = 0;
        foreach (var score in Scores().Where(score => score.Tracks > 0 || score.Predicted > 0))
        {
            precision += score.Precision;
            recall += score.Recall;
            f1 += score.F1;
            occurring++;
        }

        return new ClassScore(precision / occurring, recall / occurring, f1 / occurring, Total, Total);
    }

    /// <summary>The counts as one array per actual class, as in reports.</summary>
    public long[][] ToRows() =>
        [.. Enumerable.Range(0, Classes).Select(i => Enumerable.Range(0, Classes).Select(j => _counts[i, j]).ToArray())];
}
