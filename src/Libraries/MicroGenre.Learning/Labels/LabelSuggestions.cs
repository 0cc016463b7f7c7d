using System.Numerics;
using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>
/// Chooses the tracks whose labels would teach most: those that a model is unsure of, and that are far from one another and from what is
/// labelled already. Each next one has the greatest product of its uncertainty and its squared distance to the nearest of all those
/// (farthest-first traversal, weighted; Gonzalez, 1985).
/// </summary>
/// <example><code>
/// static IEnumerable&lt;string&gt; Next(string[] files, float[][] places, double[][] probabilities) =>
///     LabelSuggestions.Choose(places, [.. probabilities.Select(LabelSuggestions.Uncertainty)], [], 20).Select(i => files[i]);
/// </code></example>
public static class LabelSuggestions
{
    /// <summary>The fewest labels, of at least two genres, that say more of uncertainty than the model itself.</summary>
    public const int LeastLabels = 10;

    /// <summary>How uncertain probabilities are: their entropy over that of equal ones, 0 to 1.</summary>
    /// <param name="probabilities">The probability of each genre; they sum to 1.</param>
    public static double Uncertainty(IReadOnlyCollection<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return probabilities.Count < 2 ? 0 : -probabilities.Sum(p => p > 0 ? p * Math.Log(p) : 0) / Math.Log(probabilities.Count);
    }

    /// <summary>The tracks to label next, by what the labels so far teach: they say how uncertain the genres of the others are.</summary>
    /// <param name="places">Where each track without a label is in a model's <see cref="GenreSpace"/>.</param>
    /// <param name="uncertainty">How uncertain the model itself is of each, 0 to 1: it counts while there are too few labels.</param>
    /// <param name="labelled">Where the tracks with labels are.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="count">How many to choose.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Indices of places, the most worthwhile first; fewer than <paramref name="count"/> where there are no more.</returns>
    /// <exception cref="ArgumentException">Not as many uncertainties as places, or labels as labelled tracks.</exception>
    public static IReadOnlyList<int> Choose(
        IReadOnlyList<float[]> places, IReadOnlyList<double> uncertainty, IReadOnlyList<float[]> labelled, IReadOnlyList<string> labels,
        int count, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(labelled);
        ArgumentNullException.ThrowIfNull(labels);
        if (labelled.Count != labels.Count)
        {
            throw new ArgumentException($"{labelled.Count} labelled tracks have {labels.Count} labels.", nameof(labels));
        }

        var genres = labels.Distinct(GenreName.Comparer).ToList();
        if (labels.Count >= LeastLabels && genres.Count > 1)
        {
            var learnt = PlaceLearner.Fit(labelled, [.. labels.Select(label => GenreName.IndexOf(label, genres))], genres.Count);
            uncertainty = [.. places.Select(place => Uncertainty(learnt(place)))];
        }

        return Choose(places, uncertainty, labelled, count, cancellation);
    }

    /// <summary>The tracks to label next, the most worthwhile first.</summary>
    /// <param name="places">Where each track without a label is in a model's <see cref="GenreSpace"/>.</param>
    /// <param name="uncertainty">How uncertain its genre is, 0 to 1.</param>
    /// <param name="labelled">Where the tracks are that have labels; with none, distances are those from the mean of all music.</param>
    /// <param name="count">How many to choose.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Indices of places; fewer than <paramref name="count"/> where there are no more.</returns>
    /// <exception cref="ArgumentException">Not as many uncertainties as places.</exception>
    public static IReadOnlyList<int> Choose(
        IReadOnlyList<float[]> places, IReadOnlyList<double> uncertainty, IReadOnlyList<float[]> labelled, int count,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(uncertainty);
        ArgumentNullException.ThrowIfNull(labelled);
        if (places.Count != uncertainty.Count)
        {
            throw new ArgumentException($"{places.Count} places have {uncertainty.Count} uncertainties.", nameof(uncertainty));
        }

        double[] distances = [.. places.Select(place => labelled.Count == 0 ? Distance(place, new float[place.Length])
            : labelled.Min(other => Distance(place, other)))];
        var left = Enumerable.Range(0, places.Count).ToHashSet();
        var chosen = new List<int>(Math.Min(count, places.Count));
        while (chosen.Count < count && left.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var best = left.MaxBy(i => uncertainty[i] * distances[i]);
            left.Remove(best);
            chosen.Add(best);
            foreach (var i in left)
            {
                distances[i] = Math.Min(distances[i], Distance(places[i], places[best]));
            }
        }

        return chosen;
    }

    private static double Distance(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(one);
        var wideOther = MemoryMarshal.Cast<float, Vector<float>>(other);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < wide.Length; i++)
        {
            var difference = wide[i] - wideOther[i];
            sums += difference * difference;
        }

        var sum = (double)Vector.Sum(sums);
        for (var i = wide.Length * Vector<float>.Count; i < one.Length; i++)
        {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }

        return sum;
    }
}
