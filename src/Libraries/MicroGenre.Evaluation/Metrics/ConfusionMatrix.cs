namespace MicroGenre.Evaluation.Metrics;

/// <summary>How many tracks of each class were taken for each class: rows are the actual classes, columns the predicted ones.</summary>
/// <remarks>
/// Every ratio here is as in scikit-learn with <c>zero_division=0</c>: a ratio whose denominator is zero is 0, so a class that is
/// never predicted has precision 0 and a class that never occurs has recall 0.
/// </remarks>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    /// <summary>Takes counts made elsewhere.</summary>
    /// <param name="counts"><c>[actual, predicted]</c>, square, none negative.</param>
    /// <exception cref="ArgumentException">The matrix is not square or holds a negative count.</exception>
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
                throw new ArgumentException($"A confusion matrix holds no negative count, but one is {count}.", nameof(counts));
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

    /// <summary>The number of classes, also of those that never occur.</summary>
    public int Classes { get; }

    /// <summary>The number of tracks.</summary>
    public long Total { get; }

    /// <summary>The number of tracks on the diagonal.</summary>
    public long Correct { get; }

    /// <summary>The share of tracks that got their own class; <see cref="double.NaN"/> when there are none.</summary>
    public double Accuracy => Total == 0 ? double.NaN : (double)Correct / Total;

    /// <summary>The number of tracks of class <paramref name="actual"/> that were taken for <paramref name="predicted"/>.</summary>
    public long this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Counts the pairs of actual and predicted classes.</summary>
    /// <param name="actual">Class of each track, from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="predicted">Predicted class of each track, in the same order.</param>
    /// <param name="classes">The number of classes.</param>
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
    /// The tracks that got their own class, and those that did not, as the two cells of a row: all that the accuracy depends on, and as
    /// costly to resample for a hundred classes as for two.
    /// </summary>
    public ConfusionMatrix HitsAndMisses() => new(new[,] { { Correct, Total - Correct }, { 0, 0 } });

    /// <summary>Precision, recall and F1 of one class.</summary>
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

    /// <summary>The scores of all classes, in their order.</summary>
    public IReadOnlyList<ClassScore> Scores() => [.. Enumerable.Range(0, Classes).Select(Score)];

    /// <summary>
    /// The unweighted means of precision, recall and F1 over the classes that occur, as actual or as predicted: scikit-learn's
    /// <c>average='macro'</c>. F1 is the mean of the classes' F1, not the F1 of the means. All are
    /// <see cref="double.NaN"/> when there are no tracks.
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

    /// <summary>The counts as one array per actual class, the form in which reports carry them.</summary>
    public long[][] ToRows() =>
        [.. Enumerable.Range(0, Classes).Select(i => Enumerable.Range(0, Classes).Select(j => _counts[i, j]).ToArray())];
}
