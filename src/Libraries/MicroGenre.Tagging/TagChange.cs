using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using MicroGenre.Signal.Files;
using MicroGenre.Tagging.Deltas;

namespace MicroGenre.Tagging;

/// <summary>A line of a journal: a file that is about to be replaced, and how to make the old one from the new one.</summary>
/// <param name="File">The path of the file, for people.</param>
/// <param name="Raw">The path as UTF-16 in Base64, if it is <see cref="RawPath">raw</see>.</param>
/// <param name="Temporary">The name of the file that is written beside it.</param>
internal sealed record TagChange(
    [property: JsonPropertyName("file")] string File,
    [property: JsonPropertyName("raw")] byte[]? Raw,
    [property: JsonPropertyName("temporary")] string Temporary)
{
    /// <summary>SHA-256 of the old file; <see langword="null"/> in the line that only announces the temporary file.</summary>
    [JsonPropertyName("oldSha256")]
    public byte[]? OldSha256 { get; init; }

    /// <summary>SHA-256 of the new file.</summary>
    [JsonPropertyName("newSha256")]
    public byte[]? NewSha256 { get; init; }

    /// <summary>Time of the old file's last change: ticks of 100 ns since the year 1, UTC.</summary>
    [JsonPropertyName("changed")]
    public long ChangedTicks { get; init; }

    /// <summary>The parts of the old file.</summary>
    [JsonPropertyName("parts")]
    public IReadOnlyList<DeltaPart>? Parts { get; init; }

    /// <summary>The path.</summary>
    [JsonIgnore]
    public string Path => Raw is null ? File : new string(MemoryMarshal.Cast<byte, char>(Raw));

    /// <summary>Announces a temporary file.</summary>
    public static TagChange Announce(string path, string temporary) =>
        new(RawPath.Display(path), RawPath.IsRaw(path) ? MemoryMarshal.AsBytes(path.AsSpan()).ToArray() : null, temporary);

    /// <summary>The change from an old file to a new one.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public TagChange Between(Stream old, Stream replacement, DateTime changed) => this with
    {
        OldSha256 = HashOf(old),
        NewSha256 = HashOf(replacement),
        ChangedTicks = changed.Ticks,
        Parts = FileDelta.Between(replacement, old),
    };

    /// <summary>SHA-256 of a file.</summary>
    public static byte[] HashOf(Stream file)
    {
        file.Position = 0;
        return SHA256.HashData(file);
    }
}
