using System.Text.Json;

namespace MicroGenre.Cli.Tagging;

/// <summary>What a model's genres are called in a library, and which of them get there at all.</summary>
internal sealed class GenreMap
{
    private readonly IReadOnlyDictionary<string, string?>? _names;

    private GenreMap(IReadOnlyDictionary<string, string?>? names) => _names = names;

    /// <summary>Names as taggers write them: <c>Rock</c>, <c>Hip-Hop</c>.</summary>
    public static GenreMap Default { get; } = new(null);

    /// <summary>Reads a JSON object of names by genre; genres that are not in it, or are <c>null</c>, are not written.</summary>
    /// <exception cref="UsageException">The file is none.</exception>
    public static GenreMap Read(string path)
    {
        try
        {
            var names = JsonSerializer.Deserialize<Dictionary<string, string?>>(File.ReadAllText(path), JsonSerializerOptions.Strict);
            return names is { Count: > 0 } && names.Values.All(name => name is null || name.Trim().Length > 0)
                ? new GenreMap(new Dictionary<string, string?>(names, StringComparer.OrdinalIgnoreCase))
                : throw new UsageException($"'{path}' names no genres.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"'{path}' cannot be read as a JSON object of names by genre: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>What to write for a genre; <see langword="null"/> for one that is not to be written.</summary>
    public string? NameOf(string genre) => _names is not null ? _names.GetValueOrDefault(genre)
        : string.Equals(genre, "hiphop", StringComparison.OrdinalIgnoreCase) ? "Hip-Hop"
        : char.ToUpperInvariant(genre[0]) + genre[1..];
}
