using MicroGenre.Tagging.Formats;

namespace MicroGenre.Tagging.Tests;

/// <summary>Reads and writes the genre of files that are bytes: what they hold in place of audio needs no decoder.</summary>
internal static class InMemory
{
    /// <summary>The genres that the bytes of a file name, in one text; null if there are none.</summary>
    public static string? GenreOf(byte[] file) => GenresOf(file) is { Count: > 0 } genres ? string.Join("; ", genres) : null;

    /// <summary>The genres that the bytes of a file name.</summary>
    public static IReadOnlyList<string> GenresOf(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return TagFormats.Detect(stream)!.ReadGenres(stream);
    }

    /// <summary>The bytes of a file with another genre.</summary>
    public static byte[] WithGenre(byte[] file, string genre) => WithGenres(file, [genre]);

    /// <summary>The bytes of a file with other genres.</summary>
    public static byte[] WithGenres(byte[] file, IReadOnlyList<string> genres)
    {
        using var source = new MemoryStream(file);
        using var target = new MemoryStream();
        TagFormats.Detect(source)!.Write(source, target, genres);
        return target.ToArray();
    }
}
