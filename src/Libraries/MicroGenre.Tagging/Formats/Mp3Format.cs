namespace MicroGenre.Tagging.Formats;

/// <summary>MPEG audio with an ID3v2 tag before it. A tag of version 1 behind it, which has a number for a genre, is left as it is.</summary>
internal sealed class Mp3Format : ITagFormat
{
    public string Name => "ID3v2";

    public string? ReadGenre(Stream file) => TagOf(file, out _)?.Genre;

    public void Write(Stream source, Stream target, string genre)
    {
        var tag = TagOf(source, out var length) ?? Id3Tag.Empty;
        target.Write(tag.WithGenre(genre));
        source.CopyRange(target, length, source.Length);
    }

    private static Id3Tag? TagOf(Stream file, out int length)
    {
        file.Position = 0;
        var header = new byte[Id3Tag.HeaderLength];
        length = 0;
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.AsSpan().StartsWith("ID3"u8))
        {
            return null;
        }

        length = Id3Tag.LengthOf(header);
        file.Position = 0;
        return Id3Tag.Parse(file.ReadBytes(length));
    }
}
