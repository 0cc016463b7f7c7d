using System.Text.Json;
using MicroGenre.Cli.Audio;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Tagging;

/// <summary>What a model's genres are called in a library, and which of them get there at all.</summary>
internal sealed class GenreMap
{
    private readonly string? _file;
    private readonly IReadOnlyDictionary<string, string?>? _names;

    private GenreMap(string? file, IReadOnlyDictionary<string, string?>? names) => (_file, _names) = (file, names);

    /// <summary>The display names of the model.</summary>
    public static GenreMap Default { get; } = new(null, null);

    /// <summary>Whether a model's genres have their usual names.</summary>
    public bool IsDefault => _names is null;

    /// <summary>Reads a JSON object of names by genre; genres that are not in it, or are <c>null</c>, are not written.</summary>
    /// <exception cref="UsageException">The file is none.</exception>
    public static GenreMap Read(string path)
    {
        try
        {
            var names = JsonSerializer.Deserialize<Dictionary<string, string?>>(Utf8File.ReadText(path), JsonSerializerOptions.Strict);
            return names is { Count: > 0 } && names.Values.All(name => name is null || name.Trim().Length > 0)
                ? new GenreMap(path, new Dictionary<string, string?>(names, GenreName.Comparer))
                : throw new UsageException($"'{path}' names no genres.");
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException(exception.Message);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(
                $"'{path}' cannot be read as a JSON object of names by genre: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>What to write for a genre; <see langword="null"/> for one that is not to be written.</summary>
    public string? NameOf(GenreProbability genre) => _names is not null ? _names.GetValueOrDefault(genre.Label) : genre.Name;

    /// <summary>Refuses a map of genres that a model does not have.</summary>
    /// <param name="labels">The model's genres.</param>
    /// <exception cref="UsageException">One of the map's genres is none of them.</exception>
    public void Check(IReadOnlyList<string> labels)
    {
        if (_names?.Keys.FirstOrDefault(genre => GenreName.IndexOf(genre, labels) < 0) is { } unknown)
        {
            throw new UsageException($"'{_file}': {GenreName.Unknown(unknown, labels)}");
        }
    }
}
