using MicroGenre.Learning;

namespace MicroGenre.Benchmarks.Accuracy;

/// <summary>Divides tracks into folds that share no artist and have about the same mix of genres.</summary>
internal static class ArtistFolds
{
    /// <summary>The fold of each track, from 0.</summary>
    /// <param name="artists">The artist of each track.</param>
    /// <param name="genres">The genre of each track.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">Which of the many ways to divide them.</param>
    public static int[] Deal(IReadOnlyList<string> artists, IReadOnlyList<int> genres, int folds, int seed)
    {
        var random = new SeededRandom(seed);
        var groups = artists.Select((artist, track) => (artist, track))
            .GroupBy(pair => pair.artist, pair => pair.track, StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        var counts = new int[folds, genres.Max() + 1];
        var result = new int[artists.Count];
        // Large groups first: the small ones even out what they leave.
        foreach (var group in random.Permutation(groups.Length).Select(index => groups[index]).OrderByDescending(group => group.Length))
        {
            var fold = Enumerable.Range(0, folds).MinBy(candidate => group.Sum(track => counts[candidate, genres[track]]));
            foreach (var track in group)
            {
                counts[fold, genres[track]]++;
                result[track] = fold;
            }
        }

        return result;
    }
}
