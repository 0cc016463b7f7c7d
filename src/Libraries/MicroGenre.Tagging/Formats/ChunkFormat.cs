using System.Buffers.Binary;

namespace MicroGenre.Tagging.Formats;

/// <summary>WAV and AIFF: chunks, one of which may hold an ID3v2 tag.</summary>
/// <param name="id">What that chunk is called.</param>
/// <param name="readNumber">Reads a length.</param>
/// <param name="writeNumber">Writes a length.</param>
internal sealed class ChunkFormat(string id, Func<byte[], int, uint> readNumber, Action<byte[], int, uint> writeNumber) : ITagFormat
{
    private const int FileHeader = 12;
    private const int ChunkHeader = 8;

    public static ChunkFormat Wav { get; } = new(
        "id3 ", (bytes, at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)), (bytes, at, value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value));

    public static ChunkFormat Aiff { get; } = new(
        "ID3 ", (bytes, at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)), (bytes, at, value) => BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value));

    public string Name => "ID3v2 chunk";

    public string? ReadGenre(Stream file) => TagOf(file, ChunksOf(file, out _))?.Genre;

    public void Write(Stream source, Stream target, string genre)
    {
        var chunks = ChunksOf(source, out var end);
        var tag = (TagOf(source, chunks) ?? Id3Tag.Empty).WithGenre(genre);

        source.CopyRange(target, 0, FileHeader);
        foreach (var (_, from, to) in chunks.Where(chunk => !IsTag(chunk.Id)))
        {
            source.CopyRange(target, from, to);
            if ((target.Length & 1) != 0)
            {
                target.WriteByte(0);
            }
        }

        var header = new byte[ChunkHeader];
        System.Text.Encoding.ASCII.GetBytes(id, header);
        writeNumber(header, 4, (uint)tag.Length);
        target.Write(header);
        target.Write(tag);
        if ((tag.Length & 1) != 0)
        {
            target.WriteByte(0);
        }

        var length = target.Length - ChunkHeader;
        source.CopyRange(target, end, source.Length);
        if (length > uint.MaxValue)
        {
            throw new TagFormatException("It would be longer than 4 GiB, the most that its format holds.");
        }

        writeNumber(header, 4, (uint)length);
        target.Position = 4;
        target.Write(header, 4, 4);
    }

    private static bool IsTag(string name) => name is "id3 " or "ID3 ";

    private static Id3Tag? TagOf(Stream file, List<(string Id, long From, long To)> chunks)
    {
        if (chunks.Find(chunk => IsTag(chunk.Id)) is not { Id: not null } chunk)
        {
            return null;
        }

        file.Position = chunk.From + ChunkHeader;
        return Id3Tag.Parse(file.ReadBytes(chunk.To - file.Position));
    }

    /// <summary>Where the chunks are, with their headers and padding, and where they end.</summary>
    private List<(string Id, long From, long To)> ChunksOf(Stream file, out long end)
    {
        file.Position = 0;
        end = Math.Min(file.Length, ChunkHeader + (long)readNumber(file.ReadBytes(FileHeader), 4));
        var chunks = new List<(string Id, long From, long To)>();
        for (long at = FileHeader; at + ChunkHeader <= end;)
        {
            file.Position = at;
            var header = file.ReadBytes(ChunkHeader);
            var length = (long)readNumber(header, 4);
            if (length > end - at - ChunkHeader)
            {
                throw new TagFormatException($"Its chunk '{System.Text.Encoding.Latin1.GetString(header, 0, 4)}' says that it is longer than the file.");
            }

            var next = Math.Min(end, at + ChunkHeader + length + (length & 1));
            chunks.Add((System.Text.Encoding.Latin1.GetString(header, 0, 4), at, next));
            at = next;
        }

        return chunks;
    }
}
