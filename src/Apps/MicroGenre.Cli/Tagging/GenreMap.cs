using System.Text.Json;
using MicroGenre.Cli.Audio;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Tagging;

/// <summary>Maps a model's genres to the names to write, or to none.</summary>
internal sealed class GenreMap
{
    private readonly string? _file;
    private readonly IReadOnlyDictionary<string, string?>? _names;

    private GenreMap(string? file, IReadOnlyDictionary<string, string?>? names) => (_file, _names) = (file, names);

    /// <summary>The model's display names.</summary>
    public static GenreMap Default { get; } = new(null, null);

    /// <summary>Whether the model's display names are used.</summary>
    public bool IsDefault => _names is null;

    /// <summary>Reads a JSON object with names by genre. Genres that are missing or <c>null</c> are not written.</summary>
    /// <exception cref="UsageException">The file is not such an object.</exception>
    public static GenreMap Read(string path)
    {
        try
        {
            var names = JsonSerializer.Deserialize<Dictionary<string, string?>>(Utf8File.ReadText(path), JsonSerializerOptions.Strict);
            return names is { Count: > 0 } && names.Values.All(name => name is null || name.Trim().Length > 0)
                ? new GenreMap(path, new Dictionary<string, string?>(names, GenreName.Comparer))
                : throw new UsageException($"'{path}' contains no genres.");
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

    /// <summary>The name to write for a genre; <see langword="null"/> if it should not be written.</summary>
    public string? NameOf(GenreProbability genre) => _names is not null ? _names.GetValueOrDefault(genre.Label) : genre.Name;

    /// <summary>Checks that the model has all genres of the map.</summary>
    /// <param name="labels">The model's genres.</param>
    /// <exception cref="UsageException">The model lacks a genre of the map.</exception>
    public void Check(IReadOnlyList<string> labels)
    {
        if (_names?.Keys.FirstOrDefault(genre => GenreName.IndexOf(genre, labels) < 0) is { } unknown)
        {
            throw new UsageException($"'{_file}': {GenreName.Unknown(unknown, labels)}");
        }
    }
}
