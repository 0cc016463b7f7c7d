using System.Text;

namespace MicroGenre.Learning.Taxonomies;

/// <summary>
/// Maps a model's genres to the words of a music library's owner: synonyms, a list of words to use, a list of words never to use, and a
/// hierarchy.
/// </summary>
/// <remarks>
/// A genre has the word of its synonym, or else its own name. The word counts towards all words above it in the hierarchy, whose
/// probabilities are sums. A choice takes the most specific words that are allowed and probable enough: a doubt between two kinds of metal
/// becomes metal.
/// </remarks>
/// <example><code>
/// var taxonomy = Taxonomy.Read("taxonomy.yaml");
/// var genres = taxonomy.Choose([("metal", 0.45), ("rock", 0.35), ("blues", 0.2)], least: 0.5, most: 2);
/// </code></example>
public sealed class Taxonomy
{
    /// <summary>The lowest probability of a second and third genre.</summary>
    public const double LeastOfFurther = 0.2;

    // Sums of probabilities are not exact.
    private const double Tolerance = 1e-9;

    private readonly IReadOnlyDictionary<string, string> _synonyms;
    private readonly HashSet<string>? _whitelist;
    private readonly HashSet<string> _blacklist;
    private readonly WordTree _tree;
    private readonly bool _capitals;
    private readonly Func<string, string> _display;

    internal Taxonomy(
        IReadOnlyDictionary<string, string> synonyms,
        IEnumerable<string>? whitelist,
        IEnumerable<string> blacklist,
        WordTree tree,
        bool capitals)
        : this(
            synonyms, whitelist?.ToHashSet(GenreName.Comparer), blacklist.ToHashSet(GenreName.Comparer), tree, capitals, GenreName.Display)
    {
    }

    private Taxonomy(
        IReadOnlyDictionary<string, string> synonyms,
        HashSet<string>? whitelist,
        HashSet<string> blacklist,
        WordTree tree,
        bool capitals,
        Func<string, string> display)
    {
        _synonyms = synonyms;
        _whitelist = whitelist;
        _blacklist = blacklist;
        _tree = tree;
        _capitals = capitals;
        _display = display;
    }

    /// <summary>The genres under the names that the model shows.</summary>
    public static Taxonomy Default { get; } = new(new Dictionary<string, string>(), null, [], new WordTree(), capitals: true);

    /// <summary>Reads a taxonomy, or beets' genre tree (YAML, nested lists), or beets' whitelist (text, a genre to a line).</summary>
    /// <param name="path">The file. Text files end in <c>.txt</c>; all others are YAML.</param>
    /// <exception cref="InvalidDataException">The file is no taxonomy; the message names the file and, if known, the line.</exception>
    /// <exception cref="IOException">The file, or one that it names, cannot be read.</exception>
    public static Taxonomy Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return TaxonomyFile.Read(path);
    }

    /// <summary>The same taxonomy for a model that shows its genres under names of its own.</summary>
    /// <param name="display">Returns the name of a genre that has no other word.</param>
    public Taxonomy Naming(Func<string, string> display) => new(_synonyms, _whitelist, _blacklist, _tree, _capitals, display);

    /// <summary>Whether a word may be written, in whichever spelling.</summary>
    public bool Allows(string word) => _whitelist?.Contains(word) != false && !_blacklist.Contains(word);

    /// <summary>Whether a genre of the model, or a word above it, may be written.</summary>
    public bool HasWordFor(string label) => WayUp(label).Any(Allows);

    /// <summary>
    /// A genre with a synonym that a model does not have, while it has one of nearly the same name; <see langword="null"/> if none is.
    /// </summary>
    /// <param name="labels">The model's genres.</param>
    public string? Misspelled(IReadOnlyList<string> labels) => _synonyms.Keys.FirstOrDefault(
        genre => GenreName.IndexOf(genre, labels) < 0 && NearestNames.To(genre, labels).Count > 0);

    /// <summary>Chooses the words for an answer, the most probable first; empty if none is probable enough.</summary>
    /// <param name="answer">The model's genres with their probabilities, 0 to 1. They exclude each other.</param>
    /// <param name="least">
    /// The lowest probability of the first word, 0 to 1. The others need <see cref="LeastOfFurther"/>, or <paramref name="least"/> if it is
    /// lower.
    /// </param>
    /// <param name="most">How many words to choose at most, at least 1.</param>
    /// <remarks>
    /// No chosen word is above or below another. If a genre without a word is more probable than the first word, nothing is chosen.
    /// </remarks>
    public IReadOnlyList<NamedGenre> Choose(IReadOnlyList<(string Label, double Probability)> answer, double least, int most = 1)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var words = Words(answer);
        var chosen = new List<NamedGenre>();
        while (chosen.Count < most)
        {
            var limit = chosen.Count == 0 ? least : Math.Min(least, LeastOfFurther);
            var free = words.Where(word => !chosen.Exists(taken => AreRelated(taken.Name, word.Name))).ToList();
            if (MostSpecific(free, limit).MaxBy(word => word.Probability) is not { } next)
            {
                break;
            }

            chosen.Add(next);
        }

        var wordless = answer.Where(genre => !HasWordFor(genre.Label)).Select(genre => genre.Probability).DefaultIfEmpty().Max();
        return chosen.Count > 0 && chosen[0].Probability >= wordless ? [.. chosen.Select(Spelled)] : [];
    }

    /// <summary>The most specific word that stands for all of some genres; <see langword="null"/> if there is none.</summary>
    /// <param name="answer">The model's genres with their probabilities.</param>
    /// <param name="labels">The genres that the word must stand for, at least one.</param>
    public NamedGenre? Common(IReadOnlyList<(string Label, double Probability)> answer, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var ways = labels.Select(label => WayUp(label).ToHashSet(GenreName.Comparer)).ToList();
        var word = labels.Count == 0 ? null
            : WayUp(labels[0]).FirstOrDefault(word => Allows(word) && ways.TrueForAll(way => way.Contains(word)));
        return word is null ? null : Spelled(Words(answer).Single(known => GenreName.Comparer.Equals(known.Name, word)));
    }

    private IEnumerable<string> WayUp(string label) => _tree.WayUp(WordOf(label));

    private string WordOf(string label)
    {
        var isNamed = _synonyms.TryGetValue(label, out var synonym);
        var word = isNamed ? synonym! : label;
        return _tree.SpellingOf(word)
            ?? (_whitelist is not null && _whitelist.TryGetValue(word, out var listed) ? listed : null)
            ?? (isNamed ? word : _display(label));
    }

    /// <summary>All allowed words for an answer, with the sums of their genres' probabilities.</summary>
    private List<NamedGenre> Words(IReadOnlyList<(string Label, double Probability)> answer)
    {
        var sums = new OrderedDictionary<string, double>(GenreName.Comparer);
        foreach (var (label, probability) in answer)
        {
            foreach (var word in WayUp(label).Where(Allows))
            {
                sums[word] = Math.Min(1, sums.GetValueOrDefault(word) + probability);
            }
        }

        return [.. sums.Select(sum => new NamedGenre(sum.Key, sum.Value))];
    }

    private IEnumerable<NamedGenre> MostSpecific(IReadOnlyList<NamedGenre> words, double least)
    {
        var probable = words.Where(word => word.Probability + Tolerance >= least).ToList();
        return probable.Where(word => !probable.Exists(other => !ReferenceEquals(other, word) && IsAbove(word.Name, other.Name)));
    }

    private bool AreRelated(string one, string other) => IsAbove(one, other) || IsAbove(other, one);

    private bool IsAbove(string upper, string lower) => _tree.WayUp(lower).Contains(upper, GenreName.Comparer);

    // A synonym is written as it stands. Words that have no capitals get them as in beets, whose files have none.
    private NamedGenre Spelled(NamedGenre genre) => genre with
    {
        Name = _synonyms.Values.FirstOrDefault(word => GenreName.Comparer.Equals(word, genre.Name))
            ?? (_capitals && IsListed(genre.Name) ? WithCapitals(genre.Name) : genre.Name),
    };

    private bool IsListed(string word) => _tree.SpellingOf(word) is not null || _whitelist?.Contains(word) == true;

    private static string WithCapitals(string word)
    {
        if (word.Any(char.IsUpper))
        {
            return word;
        }

        var text = new StringBuilder(word);
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = i == 0 || !char.IsLetter(text[i - 1]) ? char.ToUpperInvariant(text[i]) : text[i];
        }

        return text.ToString();
    }
}
