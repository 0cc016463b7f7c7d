using System.Buffers.Binary;
using System.Text;

namespace MicroGenre.Tagging.Formats;

/// <summary>WAV and AIFF: chunks, which may contain ID3v2 tags and, in WAV, lists of texts.</summary>
/// <param name="id3">The name of a chunk with an ID3v2 tag.</param>
/// <param name="audio">The name of the chunk with the audio.</param>
/// <param name="readNumber">Reads a length.</param>
/// <param name="writeNumber">Writes a length.</param>
internal sealed class ChunkFormat(string id3, string audio, Func<byte[], int, uint> readNumber, Action<byte[], int, uint> writeNumber)
    : ITagFormat
{
    private const string List = "LIST";
    private const string BroadcastExtension = "bext";

    private static readonly Dictionary<string, string> FramesByAiffChunk = new(StringComparer.Ordinal)
    {
        ["NAME"] = "TIT2", ["AUTH"] = "TPE1", ["ANNO"] = "COMM",
    };

    public static ChunkFormat Wav { get; } = new(
        "id3 ", "data",
        (bytes, at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)),
        (bytes, at, value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value));

    public static ChunkFormat Aiff { get; } = new(
        "ID3 ", "SSND",
        (bytes, at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)),
        (bytes, at, value) => BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value));

    public string Name => "ID3v2 chunk";

    public IReadOnlyList<string> ReadGenres(Stream file)
    {
        var chunks = Layout(file).Chunks;
        return GenreText.First(chunks.Select(chunk => Id3Of(file, chunk)?.Tag.Genres ?? [])
            .Concat(chunks.Select(chunk => InfoOf(file, chunk)?.Genres ?? [])));
    }

    public IEnumerable<TextFrame> ReadTexts(Stream file)
    {
        var chunks = Layout(file).Chunks;
        return
        [
            .. chunks.SelectMany(chunk => Id3Of(file, chunk)?.Tag.Frames ?? []),
            .. chunks.SelectMany(chunk => InfoOf(file, chunk)?.Frames ?? []),
            .. AiffFrames(file, chunks),
        ];
    }

    public void Write(Stream source, Stream target, IReadOnlyList<string> genres)
    {
        var layout = Layout(source);
        source.CopyRange(target, 0, ChunkLayout.HeaderLength);
        foreach (var chunk in layout.Chunks)
        {
            if (Id3Of(source, chunk) is var (tag, behind))
            {
                WriteChunk(target, chunk.Id, [.. tag.WithGenres(genres), .. behind]);
            }
            else if (InfoOf(source, chunk) is { } info)
            {
                WriteChunk(target, chunk.Id, info.WithGenres(genres));
            }
            else
            {
                CopyChunk(source, target, chunk);
            }
        }

        AddMissing(source, target, layout.Chunks, genres);
        var length = target.Length - Chunk.HeaderLength;
        if (length > uint.MaxValue)
        {
            throw new TagFormatException("It would be longer than 4 GiB, the most that its format holds.");
        }

        source.CopyRange(target, layout.End, source.Length);
        target.Position = 4;
        target.Write(Number(length));
    }

    private ChunkLayout Layout(Stream file) => ChunkLayout.Read(file, audio, readNumber);

    /// <summary>Reads the tag in a chunk and the bytes behind it; <see langword="null"/> for other and for empty chunks.</summary>
    private static (Id3Tag Tag, byte[] Behind)? Id3Of(Stream file, Chunk chunk)
    {
        if (!chunk.IsId3 || chunk.Length == 0)
        {
            return null;
        }

        file.Position = chunk.Content;
        var bytes = file.ReadBytes(chunk.Length);
        var tag = Id3Tag.Parse(bytes);
        return (tag, bytes[tag.Length..]);
    }

    private InfoList? InfoOf(Stream file, Chunk chunk)
    {
        if (this != Wav || chunk.Id != List)
        {
            return null;
        }

        file.Position = chunk.Content;
        return InfoList.Parse(file.ReadBytes(chunk.Length));
    }

    /// <summary>Adds a chunk with an ID3v2 tag if there is none, and a list of texts because some players read nothing else.</summary>
    private void AddMissing(Stream source, Stream target, IReadOnlyList<Chunk> chunks, IReadOnlyList<string> genres)
    {
        var info = chunks.Select(chunk => InfoOf(source, chunk)).OfType<InfoList>().ToList();
        if (!chunks.Any(chunk => Id3Of(source, chunk) is not null))
        {
            WriteChunk(target, id3, Id3Tag.Of(info.SelectMany(list => list.Frames).Concat(AiffFrames(source, chunks))).WithGenres(genres));
        }

        // ffmpeg, and software based on it, ignores ID3v2 if there are other texts.
        if (this == Wav && info.Count == 0 && chunks.Any(chunk => chunk.Id == BroadcastExtension))
        {
            WriteChunk(target, List, InfoList.Empty.WithGenres(genres));
        }
    }

    private IEnumerable<TextFrame> AiffFrames(Stream file, IReadOnlyList<Chunk> chunks)
    {
        foreach (var chunk in chunks.Where(chunk => this == Aiff && FramesByAiffChunk.ContainsKey(chunk.Id)))
        {
            file.Position = chunk.Content;
            var text = Encoding.Latin1.GetString(file.ReadBytes(chunk.Length)).Trim('\0', ' ');
            yield return new TextFrame(FramesByAiffChunk[chunk.Id], text);
        }
    }

    private void CopyChunk(Stream source, Stream target, Chunk chunk)
    {
        WriteHeader(target, chunk.Id, chunk.Length);
        source.CopyRange(target, chunk.Content, chunk.End);
        WritePadding(target, chunk.Length);
    }

    private void WriteChunk(Stream target, string name, byte[] content)
    {
        WriteHeader(target, name, content.Length);
        target.Write(content);
        WritePadding(target, content.Length);
    }

    private void WriteHeader(Stream target, string name, long length)
    {
        target.Write(Encoding.Latin1.GetBytes(name));
        target.Write(Number(length));
    }

    private static void WritePadding(Stream target, long length)
    {
        if ((length & 1) != 0)
        {
            target.WriteByte(0);
        }
    }

    private byte[] Number(long value)
    {
        var bytes = new byte[4];
        writeNumber(bytes, 0, (uint)value);
        return bytes;
    }
}
