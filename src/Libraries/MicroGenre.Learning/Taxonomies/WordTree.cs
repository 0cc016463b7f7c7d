namespace MicroGenre.Learning.Taxonomies;

/// <summary>A hierarchy of words. Of several places of a word, the first counts, as in beets.</summary>
internal sealed class WordTree
{
    private readonly Dictionary<string, (string Word, string? Parent)> _places = new(GenreName.Comparer);

    /// <summary>Adds a word, unless it has a place already.</summary>
    /// <param name="word">The word.</param>
    /// <param name="parent">The word above it, which was added before; <see langword="null"/> for a root.</param>
    public void Add(string word, string? parent) => _places.TryAdd(word, (word, parent));

    /// <summary>The word as the tree spells it; <see langword="null"/> if the tree does not have it.</summary>
    public string? SpellingOf(string word) => _places.TryGetValue(word, out var place) ? place.Word : null;

    /// <summary>A word and all words above it, the nearest first.</summary>
    public IEnumerable<string> WayUp(string word)
    {
        for (string? at = word; at is not null; at = _places.GetValueOrDefault(at).Parent)
        {
            yield return at;
        }
    }
}
