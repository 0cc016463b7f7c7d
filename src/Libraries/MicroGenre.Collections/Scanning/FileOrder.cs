using System.Text.Json;
using System.Text.Json.Serialization;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Store;

namespace MicroGenre.Collections.Scanning;

/// <summary>A file that is to be read; as JSON it may go to another machine.</summary>
/// <param name="Path">Where it is: a full path, which may be <see cref="Signal.Files.RawPath">raw</see>.</param>
/// <param name="CurrentSha256">
/// SHA-256 of the content that needs no analysis, since the library has it of this very file; <see langword="null"/> where there is none.
/// </param>
public sealed record FileOrder(
    [property: JsonConverter(typeof(PathConverter))] string Path, string? CurrentSha256);

/// <summary>What was found in a file; as JSON it may come from another machine.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">When it had last changed.</param>
/// <param name="Sha256">SHA-256 of its bytes; empty where it could not be read.</param>
/// <param name="Analysis">What was found in its sound; <see langword="null"/> where that is known, or where it failed.</param>
/// <param name="Failure">Why it could not be analysed.</param>
public sealed record FileFinding(
    [property: JsonConverter(typeof(PathConverter))] string Path,
    long Length,
    DateTime Modified,
    string Sha256,
    SoundAnalysis? Analysis,
    string? Failure);

/// <summary>Paths that are no text, as text.</summary>
internal sealed class PathConverter : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        StoredPath.Decode(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(StoredPath.Encode(value));
}
