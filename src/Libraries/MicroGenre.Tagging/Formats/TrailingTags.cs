using System.Globalization;

namespace MicroGenre.Tagging.Formats;

/// <summary>The tags behind the audio of MP3 and FLAC files: APE, Lyrics3, ID3v1, in this order or with the lyrics first.</summary>
internal sealed class TrailingTags
{
    private readonly ApeTag? _ape;
    private readonly Id3v1Tag? _old;
    private readonly long _apeEnd;
    private readonly long _oldFrom;

    private TrailingTags(Stream file, long from)
    {
        _old = Id3v1Tag.Read(file, from, file.Length);
        _oldFrom = file.Length - (_old is null ? 0 : Id3v1Tag.Length);
        _apeEnd = _oldFrom;
        _ape = ApeTag.Read(file, from, _apeEnd);
        if (_ape is null)
        {
            _apeEnd = BeforeLyrics(file, from, _oldFrom);
            _ape = ApeTag.Read(file, from, _apeEnd);
        }
    }

    /// <summary>The offset of the first tag.</summary>
    public long From => _apeEnd - (_ape?.Length ?? 0);

    /// <summary>The genres; empty if there are none.</summary>
    public IReadOnlyList<string> Genres => GenreText.First([_ape?.Genres ?? [], _old?.Genres ?? []]);

    /// <summary>Their fields as ID3v2 frames: APE, which does not truncate texts, before ID3v1.</summary>
    public IEnumerable<TextFrame> Frames => (_ape?.Frames ?? []).Concat(_old?.Frames ?? []);

    /// <summary>Reads the tags at the end of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="from">The offset of the audio.</param>
    /// <exception cref="TagFormatException">A tag is malformed.</exception>
    public static TrailingTags Read(Stream file, long from) => new(file, from);

    /// <summary>Writes the tags with other genres, if they have a field for them.</summary>
    public void WriteTo(Stream source, Stream target, IReadOnlyList<string> genres)
    {
        target.Write(_ape?.WithGenres(genres));
        source.CopyRange(target, _apeEnd, _oldFrom);
        target.Write(_old?.WithGenres(genres));
    }

    /// <summary>
    /// The offset of lyrics (id3.org/Lyrics3v2: they end with their length in six digits and a signature); the end if there are none.
    /// </summary>
    private static long BeforeLyrics(Stream file, long from, long end)
    {
        const int mark = 15;
        if (end - from < mark)
        {
            return end;
        }

        file.Position = end - mark;
        var bytes = file.ReadBytes(mark);
        return bytes.AsSpan(6).SequenceEqual("LYRICS200"u8)
            && int.TryParse(bytes.AsSpan(0, 6), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length <= end - from - mark ? end - mark - length : end;
    }
}
