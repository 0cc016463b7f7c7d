using MicroGenre.Tagging.Formats;

namespace MicroGenre.Tagging;

/// <summary>An audio file whose genre can be read and written.</summary>
/// <remarks>
/// ID3v2 in MP3, WAV and AIFF files, Vorbis comments in FLAC, Ogg Vorbis and Opus, and iTunes' items in MP4. Nothing but the genre is changed: audio,
/// other tags and pictures are copied byte for byte.
/// </remarks>
public sealed class TagFile
{
    private readonly string _path;
    private readonly ITagFormat _format;

    private TagFile(string path, ITagFormat format, string? genre, bool canWrite)
    {
        _path = path;
        _format = format;
        Genre = genre;
        CanWrite = canWrite;
    }

    /// <summary>The genre that the file names; <see langword="null"/> where it names none.</summary>
    public string? Genre { get; private set; }

    /// <summary>What holds the genre, such as <c>Vorbis comment</c>.</summary>
    public string Format => _format.Name;

    /// <summary>Whether the genre can be written; not into an MP4 file in fragments.</summary>
    public bool CanWrite { get; }

    /// <summary>Opens a file, by what its bytes say it is; <see langword="null"/> when it is of no format that can be tagged.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TagFormatException">Its tags are malformed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TagFile? Open(string path)
    {
        using var file = File.OpenRead(path);
        return TagFormats.Detect(file) is { } format ? new TagFile(path, format, Read(format, file), format.CanWrite(file)) : null;
    }

    /// <summary>Writes the genre, in place of the one there is. The file is replaced as a whole, or stays as it is.</summary>
    /// <param name="genre">What to write; not empty.</param>
    /// <exception cref="NotSupportedException">The file cannot be changed: see <see cref="CanWrite"/>.</exception>
    /// <exception cref="TagFormatException">Its tags are malformed.</exception>
    /// <exception cref="IOException">It cannot be written, for example because the disk is full.</exception>
    public void Write(string genre)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(genre);
        if (!CanWrite)
        {
            throw new NotSupportedException($"'{_path}' is a file that the genre cannot be written into.");
        }

        // A link stays one: what it leads to is replaced.
        var path = File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(_path);
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            WriteTo(path, temporary, genre);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }

        Genre = genre;
    }

    private static string? Read(ITagFormat format, Stream file)
    {
        try
        {
            file.Position = 0;
            return format.ReadGenre(file);
        }
        catch (EndOfStreamException cut)
        {
            throw new TagFormatException("The file ends in the middle of its tags.", cut);
        }
    }

    private void WriteTo(string path, string temporary, string genre)
    {
        using var source = File.OpenRead(path);
        using var target = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(target.SafeFileHandle, File.GetUnixFileMode(source.SafeFileHandle));
        }

        try
        {
            _format.Write(source, target, genre);
        }
        catch (EndOfStreamException cut)
        {
            throw new TagFormatException("The file ends in the middle of its tags.", cut);
        }

        target.Flush(flushToDisk: true);
        if (TagFormats.Detect(target) is not { } format || !string.Equals(Read(format, target), genre, StringComparison.Ordinal))
        {
            throw new TagFormatException("What was written reads otherwise; the file stays as it was.");
        }
    }
}
