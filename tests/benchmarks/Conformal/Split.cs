using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Conformal;

/// <summary>Artists divided in two: sets are learnt from answers about some, and asked about the others.</summary>
internal sealed class Split
{
    private readonly ConformalSets _sets;
    private readonly Answers _asked;

    private Split(ConformalSets sets, Answers asked) => (_sets, _asked) = (sets, asked);

    /// <summary>A split.</summary>
    /// <param name="ruler">The tracks.</param>
    /// <param name="answers">What was said of them by models that never heard their artists.</param>
    /// <param name="share">The share of artists to learn from.</param>
    /// <param name="seed">Which of the many splits.</param>
    public static Split Of(Ruler ruler, Answers answers, double share, int seed)
    {
        string[] artists = [.. ruler.Artists.Distinct(StringComparer.Ordinal)];
        new SeededRandom(seed).Shuffle<string>(artists);
        var heard = artists.Take((int)Math.Round(share * artists.Length)).ToHashSet(StringComparer.Ordinal);
        var learnt = answers.Where(track => heard.Contains(ruler.Artists[track]));
        return new Split(
            ConformalSets.Fit(learnt.Actual, learnt.Probabilities), answers.Where(track => !heard.Contains(ruler.Artists[track])));
    }

    /// <summary>What was said of the others.</summary>
    public IEnumerable<AskedSet> At(double coverage) => _asked.Actual.Zip(_asked.Probabilities, (genre, probabilities) =>
    {
        var set = _sets.SetOf(probabilities, coverage);
        return new AskedSet(genre, set.Contains(genre), set.Count);
    });
}

/// <summary>The set of a track.</summary>
/// <param name="Genre">The track's genre.</param>
/// <param name="Holds">Whether the set holds it.</param>
/// <param name="Size">How many genres it has.</param>
internal sealed record AskedSet(int Genre, bool Holds, int Size);
