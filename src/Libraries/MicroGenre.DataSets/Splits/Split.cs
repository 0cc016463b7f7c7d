using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MicroGenre.DataSets.Splits;

/// <summary>The properties of a track that splits use.</summary>
/// <param name="Name">The track's name, unique within its data set.</param>
/// <param name="Genre">Its genre.</param>
/// <param name="Group">Its group, such as its artist: tracks of one group stay in one part. <see langword="null"/> if unknown.</param>
/// <param name="Content">A fingerprint of its audio, to find copies under other names; <see langword="null"/> if unknown.</param>
public sealed record SplitTrack(string Name, string Genre, string? Group = null, string? Content = null);

/// <summary>A part of a split.</summary>
/// <param name="Name">The name of the part: <c>train</c>, <c>valid</c>, <c>test</c>.</param>
/// <param name="Tracks">The names of its tracks.</param>
public sealed record SplitPart(string Name, IReadOnlyList<string> Tracks);

/// <summary>The share of tracks for a part.</summary>
/// <param name="Part">The part's name.</param>
/// <param name="Share">The share relative to the other parts: 8, 1 and 1 are equivalent to 0.8, 0.1 and 0.1.</param>
public sealed record PartShare(string Part, double Share);

/// <summary>A division of a data set into parts of whole tracks.</summary>
/// <param name="Name">The name of the split, such as <c>random-8-1-1/seed-1</c>.</param>
/// <param name="Parts">The parts.</param>
public sealed record Split(string Name, IReadOnlyList<SplitPart> Parts)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>SHA-256, in hexadecimal, of the parts' names and tracks, independent of the order of tracks within a part.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', Parts.Select(part => $"{part.Name}\t{string.Join('\t', part.Tracks.Order(StringComparer.Ordinal))}")))));

    /// <summary>The tracks of a part.</summary>
    /// <exception cref="ArgumentException">The part does not exist; the message lists the known parts.</exception>
    public IReadOnlyList<string> this[string part] =>
        Parts.FirstOrDefault(other => string.Equals(other.Name, part, StringComparison.Ordinal))?.Tracks
        ?? throw new ArgumentException(
            $"The split '{Name}' has no part '{part}'; it has: {string.Join(", ", Parts.Select(other => other.Name))}.", nameof(part));

    /// <summary>Writes the split as JSON.</summary>
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads a split that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is not a split.</exception>
    public static Split Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Split>(File.ReadAllText(path), Json) is { Name: not null, Parts: not null } split
                ? split
                : throw new InvalidDataException($"'{path}' is not a split.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is not a split: {exception.Message}", exception);
        }
    }
}
