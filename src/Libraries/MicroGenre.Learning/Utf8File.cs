using System.Text;
using System.Text.Unicode;

namespace MicroGenre.Learning;

/// <summary>Reads text files that must be UTF-8, so that no character is lost or changed.</summary>
/// <example><code>
/// var recipe = Recipe.FromJson(Utf8File.ReadText("recipe.json"));
/// </code></example>
public static class Utf8File
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file; a byte order mark is skipped.</param>
    /// <exception cref="InvalidDataException">The file is not UTF-8; the message names the line and byte.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string ReadText(string path) => Encoding.UTF8.GetString(WithoutMark(ReadBytes(path)));

    /// <summary>Reads the bytes of a whole UTF-8 file.</summary>
    /// <inheritdoc cref="ReadText"/>
    public static byte[] ReadBytes(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return Utf8.IsValid(bytes) ? bytes : throw new InvalidDataException(Describe(path, bytes));
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;

    private static string Describe(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return $"'{path}' line 1, byte 1: it is UTF-16, not UTF-8. Save it as UTF-8.";
        }

        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return $"'{path}' line {bytes[..at].Count((byte)'\n') + 1}, byte {at + 1}: 0x{bytes[at]:X2} is not UTF-8. Save the file as UTF-8.";
    }
}
