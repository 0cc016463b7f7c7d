using System.Text;

namespace MicroGenre.Signal.Files;

/// <summary>
/// Paths whose bytes need not be UTF-8, as text. Linux names files by bytes, and old disks have names in Latin-1 and the like. A byte that
/// is not UTF-8 is held as the lone surrogate U+DC80 to U+DCFF that its value gives (as Python's <c>surrogateescape</c>), so that no two
/// files get the same text.
/// </summary>
public static class RawPath
{
    private const int EscapeBase = 0xDC00;
    private const char FirstEscape = '\uDC80';
    private const char LastEscape = '\uDCFF';
    private const int BytesPerChar = 3;

    /// <summary>
    /// Whether the path's bytes are not UTF-8: the runtime's own file functions cannot open it, <see cref="RawFile"/> can.
    /// </summary>
    public static bool IsRaw(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return LastEscapeIn(path) >= 0;
    }

    /// <summary>The path for people: bytes that are not UTF-8 as <c>\xE9</c>.</summary>
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

    /// <summary>The path that bytes name.</summary>
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

    /// <summary>The bytes of a path, with a zero behind them.</summary>
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

    /// <summary>Where the last byte that is not UTF-8 stands; -1 when all are.</summary>
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

    // The second half of a character beyond U+FFFF is no escape.
    private static bool IsEscape(string path, int i) =>
        path[i] is >= FirstEscape and <= LastEscape && (i == 0 || !char.IsHighSurrogate(path[i - 1]));
}
