using System.Globalization;
using System.Text;

namespace MicroGenre.Collections.Store;

/// <summary>
/// Encodes paths for databases, which store only UTF-8: the lone surrogates of <see cref="Signal.Files.RawPath">raw paths</see>, and the
/// escape mark itself, become the mark and two hexadecimal digits.
/// </summary>
internal static class StoredPath
{
    private const char Mark = '\u001A';
    private const int EscapeBase = 0xDC00;
    private const int Digits = 2;

    public static string Encode(string path)
    {
        if (!NeedsMark(path))
        {
            return path;
        }

        var text = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            if (IsPair(path, i))
            {
                text.Append(path, i++, 2);
            }
            else if (path[i] == Mark || char.IsSurrogate(path[i]))
            {
                text.Append(Mark).Append((path[i] & byte.MaxValue).ToString("X2", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(path[i]);
            }
        }

        return text.ToString();
    }

    public static string Decode(string stored)
    {
        if (!stored.Contains(Mark, StringComparison.Ordinal))
        {
            return stored;
        }

        var text = new StringBuilder(stored.Length);
        for (var i = 0; i < stored.Length; i++)
        {
            if (stored[i] != Mark)
            {
                text.Append(stored[i]);
                continue;
            }

            var value = int.Parse(stored.AsSpan(i + 1, Digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            text.Append(value == Mark ? Mark : (char)(EscapeBase + value));
            i += Digits;
        }

        return text.ToString();
    }

    private static bool NeedsMark(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == Mark || (char.IsSurrogate(path[i]) && !IsPair(path, i)))
            {
                return true;
            }

            i += char.IsSurrogate(path[i]) ? 1 : 0;
        }

        return false;
    }

    private static bool IsPair(string path, int at) => at + 1 < path.Length && char.IsSurrogatePair(path[at], path[at + 1]);
}
