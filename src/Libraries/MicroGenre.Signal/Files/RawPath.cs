using System.Text;

namespace MicroGenre.Signal.Files;

/// <summary>
/// Represents paths that are not UTF-8 as text. Linux file names are bytes, and old disks have names in Latin-1 and other encodings. A byte
/// that is not UTF-8 becomes a lone surrogate, U+DC80 to U+DCFF, as in Python's <c>surrogateescape</c>, so no two files get the same text.
/// </summary>
public static class RawPath
{
    private const int EscapeBase = 0xDC00;
    private const char FirstEscape = '\uDC80';
    private const char LastEscape = '\uDCFF';
    private const int BytesPerChar = 3;

    /// <summary>
    /// Whether the path's bytes are not UTF-8. The runtime's file functions cannot open such a path; <see cref="RawFile"/> can.
    /// </summary>
    public static bool IsRaw(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return LastEscapeIn(path) >= 0;
    }

    /// <summary>Formats the path for display: bytes that are not UTF-8 appear as <c>\xE9</c>.</summary>
    /// <example><code>Console.WriteLine(RawPath.Display(Environment.GetCommandLineArgs()[1])); // caf\xE9.mp3</code></example>
    public static string Display(string path)
    {
        if (!IsRaw(path))
        {
            return path;
        }

        var text = new StringBuilder(path.Length + BytesPerChar);
        foreach (var (i, letter) in path.Index())
        {
            _ = IsEscape(path, i) ? text.Append($"\\x{letter - EscapeBase:X2}") : text.Append(letter);
        }

        return text.ToString();
    }

    /// <summary>Converts the bytes of a path to text.</summary>
    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                length = 1;
                text.Append((char)(EscapeBase + bytes[0]));
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    /// <summary>Converts a path to its bytes, with a terminating zero.</summary>
    internal static byte[] ToBytes(string path)
    {
        var bytes = new byte[(path.Length * BytesPerChar) + 1];
        var length = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (IsEscape(path, i))
            {
                bytes[length++] = (byte)(path[i] - EscapeBase);
            }
            else
            {
                var end = char.IsHighSurrogate(path[i]) && i + 1 < path.Length && char.IsLowSurrogate(path[i + 1]) ? i + 2 : i + 1;
                length += Encoding.UTF8.GetBytes(path.AsSpan(i, end - i), bytes.AsSpan(length));
                i = end - 1;
            }
        }

        return bytes[..(length + 1)];
    }

    /// <summary>The index of the last byte that is not UTF-8; -1 if there is none.</summary>
    internal static int LastEscapeIn(string path)
    {
        for (var i = path.Length - 1; i >= 0; i--)
        {
            if (IsEscape(path, i))
            {
                return i;
            }
        }

        return -1;
    }

    // The second half of a surrogate pair is not an escape.
    private static bool IsEscape(string path, int i) =>
        path[i] is >= FirstEscape and <= LastEscape && (i == 0 || !char.IsHighSurrogate(path[i - 1]));
}
