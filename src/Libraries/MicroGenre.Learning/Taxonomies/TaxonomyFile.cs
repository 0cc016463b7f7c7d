using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MicroGenre.Learning.Taxonomies;

/// <summary>Reads files with taxonomies, and beets' files.</summary>
internal static class TaxonomyFile
{
    private const string TextExtension = ".txt";

    private static readonly string[] Keys = ["synonyms", "tree", "whitelist", "blacklist", "capitals"];

    public static Taxonomy Read(string path)
    {
        if (IsText(path))
        {
            return new Taxonomy(new Dictionary<string, string>(), Lines(path), [], new WordTree(), capitals: true);
        }

        return Root(path) switch
        {
            YamlSequenceNode tree => new Taxonomy(new Dictionary<string, string>(), null, [], TreeOf(path, tree), capitals: true),
            YamlMappingNode parts => Of(path, parts),
            var other => throw Wrong(path, other, "it is neither a taxonomy nor a tree of genres"),
        };
    }

    private static Taxonomy Of(string path, YamlMappingNode parts)
    {
        foreach (var (key, _) in parts.Children)
        {
            if (!Keys.Contains(Text(path, key), StringComparer.Ordinal))
            {
                throw Wrong(path, key, $"'{key}' is not one of {string.Join(", ", Keys)}");
            }
        }

        return new Taxonomy(
            parts.Children.TryGetValue("synonyms", out var synonyms) ? Synonyms(path, synonyms)
                : new Dictionary<string, string>(GenreName.Comparer),
            parts.Children.TryGetValue("whitelist", out var whitelist) ? Words(path, whitelist) : null,
            parts.Children.TryGetValue("blacklist", out var blacklist) ? Words(path, blacklist) : [],
            parts.Children.TryGetValue("tree", out var tree) ? Tree(path, tree) : new WordTree(),
            !parts.Children.TryGetValue("capitals", out var capitals) || Flag(path, capitals));
    }

    private static Dictionary<string, string> Synonyms(string path, YamlNode node)
    {
        var synonyms = new Dictionary<string, string>(GenreName.Comparer);
        var lines = node as YamlMappingNode ?? throw Wrong(path, node, "synonyms must be lines of 'genre: word'");
        foreach (var (genre, word) in lines.Children)
        {
            if (!synonyms.TryAdd(Text(path, genre), Text(path, word)))
            {
                throw Wrong(path, genre, $"'{genre}' has two synonyms");
            }
        }

        return synonyms;
    }

    /// <summary>The words of a list, or of the file that is named in place of it.</summary>
    private static string[] Words(string path, YamlNode node) => node switch
    {
        YamlSequenceNode list => [.. list.Select(word => Text(path, word))],
        YamlScalarNode file => Lines(Beside(path, Text(path, file))),
        _ => throw Wrong(path, node, "a list of words, or the name of a text file, must be here"),
    };

    /// <summary>The lines of a text file; lines that start with # are remarks.</summary>
    private static string[] Lines(string path)
    {
        string[] words =
        [
            .. Utf8File.ReadText(path).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'),
        ];
        return words.Length > 0 ? words : throw new InvalidDataException($"'{path}' contains no genres.");
    }

    private static WordTree Tree(string path, YamlNode node)
    {
        if (node is not YamlScalarNode file)
        {
            return TreeOf(path, node);
        }

        var beside = Beside(path, Text(path, file));
        return TreeOf(beside, Root(beside));
    }

    private static WordTree TreeOf(string path, YamlNode node)
    {
        var tree = new WordTree();
        Add(path, tree, node, null);
        return tree;
    }

    private static void Add(string path, WordTree tree, YamlNode node, string? parent)
    {
        switch (node)
        {
            case YamlSequenceNode list:
                foreach (var item in list)
                {
                    Add(path, tree, item, parent);
                }

                break;
            case YamlMappingNode branches:
                foreach (var (word, below) in branches.Children)
                {
                    tree.Add(Text(path, word), parent);
                    Add(path, tree, below, Text(path, word));
                }

                break;
            case YamlScalarNode { Value.Length: > 0 } leaf when leaf.Value.Trim().Length > 0:
                tree.Add(leaf.Value.Trim(), parent);
                break;
            default:
                // A branch without anything below it.
                break;
        }
    }

    private static YamlNode Root(string path)
    {
        var yaml = new YamlStream();
        try
        {
            using var reader = new StringReader(Utf8File.ReadText(path));
            yaml.Load(reader);
        }
        catch (YamlException exception)
        {
            throw new InvalidDataException(
                $"'{path}' line {exception.Start.Line}: it is not YAML: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }

        return yaml.Documents is [var document, ..] ? document.RootNode : throw new InvalidDataException($"'{path}' contains no genres.");
    }

    private static bool IsText(string path) => Path.GetExtension(path).Equals(TextExtension, StringComparison.OrdinalIgnoreCase);

    private static string Beside(string path, string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name);

    private static bool Flag(string path, YamlNode node) =>
        bool.TryParse(Text(path, node), out var flag) ? flag : throw Wrong(path, node, "capitals must be true or false");

    private static string Text(string path, YamlNode node) =>
        node is YamlScalarNode { Value: { } text } && text.Trim() is { Length: > 0 } word ? word
            : throw Wrong(path, node, "a word must be here");

    private static InvalidDataException Wrong(string path, YamlNode node, string reason) =>
        new($"'{path}' line {node.Start.Line}: {reason}.");
}
