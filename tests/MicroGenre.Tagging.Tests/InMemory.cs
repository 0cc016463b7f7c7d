using MicroGenre.Tagging.Formats;

namespace MicroGenre.Tagging.Tests;

/// <summary>Reads and writes the genre of files that are bytes: what they hold in place of audio needs no decoder.</summary>
internal static class InMemory
{
    /// <summary>The genre that the bytes of a file name.</summary>
    public static string? GenreOf(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return TagFormats.Detect(stream)!.ReadGenre(stream);
    }

    /// <summary>The bytes of a file with another genre.</summary>
    public static byte[] WithGenre(byte[] file, string genre)
    {
        using var source = new MemoryStream(file);
        using var target = new MemoryStream();
        TagFormats.Detect(source)!.Write(source, target, genre);
        return target.ToArray();
    }
}
