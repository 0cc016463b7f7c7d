using System.Text.Json;
using System.Text.Json.Nodes;

namespace MicroGenre.Learning;

/// <summary>
/// The settings of a recipe to vary and their values: an object such as <c>{ "classifier.parameters.c": [0.1, 1, 10],
/// "input.vector.components": [null, 20] }</c>. Every combination of values is a candidate.
/// </summary>
public sealed class ParameterGrid
{
    private readonly string _source;
    private readonly IReadOnlyList<KeyValuePair<string, JsonArray>> _settings;

    private ParameterGrid(string source, IReadOnlyList<KeyValuePair<string, JsonArray>> settings) =>
        (_source, _settings) = (source, settings);

    /// <summary>Number of candidates.</summary>
    public int Count => _settings.Aggregate(1, (product, setting) => checked(product * setting.Value.Count));

    /// <summary>Reads a grid from JSON.</summary>
    /// <exception cref="InvalidRecipeException">The JSON is not a grid; the message says where.</exception>
    public static ParameterGrid FromJson(string json, string source = "grid")
    {
        try
        {
            var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
            var settings = (JsonNode.Parse(json, documentOptions: options) as JsonObject
                ?? throw new InvalidRecipeException($"{source}: a grid is an object of settings with lists of values."))
                .Select(setting => KeyValuePair.Create(setting.Key, Values(setting.Key, setting.Value, source))).ToList();
            return settings.Count > 0 ? new ParameterGrid(source, settings)
                : throw new InvalidRecipeException($"{source}: a grid needs at least one setting.");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new InvalidRecipeException($"{source}: {exception.Message}", exception);
        }
    }

    /// <summary>Creates a recipe for each combination of values; the last setting varies fastest.</summary>
    /// <exception cref="InvalidRecipeException">The recipe has no such setting, or a value is not allowed.</exception>
    public IReadOnlyList<GridCandidate> Candidates(Recipe recipe)
    {
        var template = recipe.ToJson();
        return [.. Enumerable.Range(0, Count).Select(index =>
        {
            var root = JsonNode.Parse(template)!;
            var settings = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (path, values) in _settings.Reverse())
            {
                (index, var choice) = Math.DivRem(index, values.Count);
                Set(root, path, values[choice]?.DeepClone());
                settings.Add(path, values[choice]?.ToJsonString() ?? "null");
            }

            var text = string.Join(", ", _settings.Select(setting => $"{setting.Key} {settings[setting.Key]}"));
            return new GridCandidate(Recipe.FromJson(root.ToJsonString(), $"{_source}: {text}"), text);
        })];
    }

    private static JsonArray Values(string path, JsonNode? node, string source) => path.Split('.') switch
    {
        ["features" or "name" or "seed", ..] => throw new InvalidRecipeException(
            $"{source}: '{path}' is the same for all candidates; input, classifier and training may differ."),
        _ => node is JsonArray { Count: > 0 } values ? values
            : throw new InvalidRecipeException($"{source}: '{path}' needs a list of values."),
    };

    // Objects that the recipe leaves out are created on the way; list items are addressed by index.
    private void Set(JsonNode root, string path, JsonNode? value)
    {
        var parts = path.Split('.');
        var node = root;
        foreach (var part in parts[..^1])
        {
            node = node switch
            {
                JsonArray list => list[Place(list, part)]!,
                JsonObject parent => parent[part] ??= new JsonObject(),
                _ => throw Nowhere(),
            };
        }

        switch (node)
        {
            case JsonArray list:
                list[Place(list, parts[^1])] = value;
                break;
            case JsonObject parent:
                parent[parts[^1]] = value;
                break;
            default:
                throw Nowhere();
        }

        int Place(JsonArray list, string part) =>
            int.TryParse(part, out var place) && place >= 0 && place < list.Count ? place : throw Nowhere();

        InvalidRecipeException Nowhere() => new($"{_source}: the recipe has no '{path}'.");
    }
}

/// <summary>A candidate of a search.</summary>
/// <param name="Recipe">The recipe with the candidate's settings.</param>
/// <param name="Settings">The settings as text, such as <c>classifier.parameters.c 0.1</c>.</param>
public sealed record GridCandidate(Recipe Recipe, string Settings);
