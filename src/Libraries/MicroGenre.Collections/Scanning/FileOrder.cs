using System.Text.Json;
using System.Text.Json.Serialization;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Store;

namespace MicroGenre.Collections.Scanning;

/// <summary>A file to read. It can be sent to another machine as JSON.</summary>
/// <param name="Path">The full path, which may be <see cref="Signal.Files.RawPath">raw</see>.</param>
/// <param name="CurrentSha256">SHA-256 of the content that the library already has for this file and that needs no analysis;
/// <see langword="null"/> if there is none.</param>
public sealed record FileOrder(
    [property: JsonConverter(typeof(PathConverter))] string Path, string? CurrentSha256);

/// <summary>The result of reading a file. It can be received from another machine as JSON.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">Time of the last change.</param>
/// <param name="Sha256">SHA-256 of the file; empty if it could not be read.</param>
/// <param name="Analysis">The analysis; <see langword="null"/> if the content is known or the analysis failed.</param>
/// <param name="Failure">Why it could not be analysed; <see langword="null"/> if it did not fail.</param>
public sealed record FileFinding(
    [property: JsonConverter(typeof(PathConverter))] string Path,
    long Length,
    DateTime Modified,
    string Sha256,
    SoundAnalysis? Analysis,
    string? Failure);

/// <summary>Converts paths that are not valid text to JSON.</summary>
internal sealed class PathConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StoredPath.Decode(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(StoredPath.Encode(value));
}
