using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MicroGenre.DataSets.Splits;

/// <summary>What a split knows of a track.</summary>
/// <param name="Name">The track's name, unique within its data set.</param>
/// <param name="Genre">Its genre.</param>
/// <param name="Group">What it shares with tracks that must stay in the same part, such as its artist; <see langword="null"/> when
/// unknown.</param>
/// <param name="Content">A fingerprint of its audio, by which copies under other names are found; <see langword="null"/> when
/// unknown.</param>
public sealed record SplitTrack(string Name, string Genre, string? Group = null, string? Content = null);

/// <summary>A part of a split.</summary>
/// <param name="Name">What it is for: <c>train</c>, <c>valid</c>, <c>test</c>.</param>
/// <param name="Tracks">The names of its tracks.</param>
public sealed record SplitPart(string Name, IReadOnlyList<string> Tracks);

/// <summary>The share of the tracks that a part should get.</summary>
/// <param name="Part">The part's name.</param>
/// <param name="Share">Relative to the other parts' shares: 8, 1 and 1 are as good as 0.8, 0.1 and 0.1.</param>
public sealed record PartShare(string Part, double Share);

/// <summary>How the tracks of a data set are divided: always whole tracks, never pieces of one.</summary>
/// <param name="Name">What to call the split, such as <c>random-8-1-1/seed-1</c>.</param>
/// <param name="Parts">The parts.</param>
public sealed record Split(string Name, IReadOnlyList<SplitPart> Parts)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>SHA-256, in hexadecimal, over the parts' names and tracks; the order of tracks within a part does not matter.</summary>
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', Parts.Select(part => $"{part.Name}\t{string.Join('\t', part.Tracks.Order(StringComparer.Ordinal))}")))));

    /// <summary>The tracks of a part.</summary>
    /// <exception cref="ArgumentException">There is no such part; the message lists those that exist.</exception>
    public IReadOnlyList<string> this[string part] =>
        Parts.FirstOrDefault(other => string.Equals(other.Name, part, StringComparison.Ordinal))?.Tracks
        ?? throw new ArgumentException(
            $"The split '{Name}' has no part '{part}'; it has: {string.Join(", ", Parts.Select(other => other.Name))}.", nameof(part));

    /// <summary>Writes the split as JSON.</summary>
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads a split that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file holds no split.</exception>
    public static Split Load(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Split>(File.ReadAllText(path), Json) is { Name: not null, Parts: not null } split
                ? split
                : throw new InvalidDataException($"'{path}' holds no split.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' holds no split: {exception.Message}", exception);
        }
    }
}
