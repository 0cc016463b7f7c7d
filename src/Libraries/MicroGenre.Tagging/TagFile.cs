using MicroGenre.Signal;
using MicroGenre.Tagging.Formats;

namespace MicroGenre.Tagging;

/// <summary>An audio file whose genre tag can be read and written.</summary>
/// <remarks>
/// The genre is stored as ID3v2 in MP3, WAV and AIFF, as a Vorbis comment in FLAC, Ogg Vorbis and Opus, and as an iTunes item in MP4. Other
/// tags in such files (ID3v1, APE, RIFF's <c>INFO</c>) are read and updated as well. Only the genre changes: audio, other tags and pictures
/// are copied byte for byte. Before the new file replaces the old one, both are decoded and compared.
/// </remarks>
/// <example>
/// <code>
/// if (TagFile.Open("song.mp3") is { Genre: null, Obstacle: null } file)
/// {
///     file.Write("Jazz");
/// }
/// </code>
/// </example>
public sealed class TagFile
{
    private readonly string _path;
    private readonly ITagFormat _format;

    private TagFile(string path, ITagFormat format, string? genre, string? obstacle)
    {
        _path = path;
        _format = format;
        Genre = genre;
        Obstacle = obstacle;
    }

    /// <summary>The genre in the file; <see langword="null"/> if there is none.</summary>
    public string? Genre { get; private set; }

    /// <summary>The tag format, such as <c>Vorbis comment</c>.</summary>
    public string Format => _format.Name;

    /// <summary>Why the genre cannot be written, such as <c>it is read-only</c>; <see langword="null"/> if it can.</summary>
    public string? Obstacle { get; }

    /// <summary>Opens a file and detects its format from the content; <see langword="null"/> if the format cannot be tagged.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TagFormatException">The file's tags are malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TagFile? Open(string path)
    {
        using var file = File.OpenRead(path);
        return Guard(() => FormatOf(file) is { } format
            ? new TagFile(path, format, Read(format, file), format.ObstacleIn(file) ?? ObstacleOf(path, file))
            : null);
    }

    /// <summary>Writes the genre and replaces an existing one. The file is replaced as a whole or stays unchanged.</summary>
    /// <param name="genre">The genre; not empty.</param>
    /// <param name="preserveTimes">Whether to keep the times of the last change and access.</param>
    /// <param name="cancellation">Cancels the work; the file stays unchanged.</param>
    /// <exception cref="NotSupportedException">The genre cannot be written: see <see cref="Obstacle"/>.</exception>
    /// <exception cref="TagFormatException">The file's tags are malformed, or the audio of the new file would differ.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public void Write(string genre, bool preserveTimes = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(genre);
        if (Obstacle is not null)
        {
            throw new NotSupportedException($"The genre cannot be written to the file: {Obstacle}.");
        }

        using var file = new ReplacementFile(_path);
        var audio = DigestOf(file.Path, cancellation);
        Guard(() =>
        {
            _format.Write(file.Old, file.Content, genre);
            return 0;
        });
        file.Content.Flush();
        Check(file.Content, genre, audio, cancellation);
        cancellation.ThrowIfCancellationRequested();
        file.Commit(preserveTimes);
        Genre = genre;
    }

    /// <summary>
    /// Detects the format from the first bytes. If they are not conclusive, an MP3 file may start later, as decoders allow.
    /// </summary>
    private static ITagFormat? FormatOf(FileStream file) => TagFormats.Detect(file) ?? (IsMp3Inside(file.Name) ? new Mp3Format() : null);

    private static bool IsMp3Inside(string path)
    {
        try
        {
            using var audio = AudioFile.Open(path);
            return audio.Source.Container == "mp3";
        }
        catch (AudioFormatException)
        {
            return false;
        }
    }

    private static string? Read(ITagFormat format, Stream file)
    {
        file.Position = 0;
        return format.ReadGenre(file);
    }

    private static void Check(FileStream written, string genre, AudioDigest audio, CancellationToken cancellation)
    {
        var read = Guard(() => FormatOf(written) is { } format ? Read(format, written) : null);
        if (!string.Equals(read, genre, StringComparison.Ordinal))
        {
            throw new TagFormatException("The written genre reads back differently; the file was left unchanged.");
        }

        if (DigestOf(written.Name, cancellation) != audio)
        {
            throw new TagFormatException("Writing the genre would change the decoded audio; the file was left unchanged.");
        }
    }

    private static AudioDigest DigestOf(string path, CancellationToken cancellation)
    {
        try
        {
            return AudioDigest.Of(path, cancellation);
        }
        catch (AudioFormatException damaged)
        {
            throw new TagFormatException($"Its audio cannot be decoded for verification: {damaged.Message}", damaged);
        }
    }

    /// <summary>Why a file must not be replaced, whatever its format.</summary>
    private static string? ObstacleOf(string path, FileStream file)
    {
        if (UnixMetadata.LinkCount(file.SafeFileHandle) is > 1 and var links)
        {
            return $"it has {links} names (hard links), which would lead to different files afterwards";
        }

        return IsReadOnly(path, file) ? "it is read-only" : null;
    }

    private static bool IsReadOnly(string path, FileStream file)
    {
        if (OperatingSystem.IsWindows())
        {
            return (File.GetAttributes(file.SafeFileHandle) & FileAttributes.ReadOnly) != FileAttributes.None;
        }

        // An administrator may write to all files; the mode still expresses the owner's intention.
        if ((File.GetUnixFileMode(file.SafeFileHandle) & UnixFileMode.UserWrite) == UnixFileMode.None)
        {
            return true;
        }

        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return true;
        }
    }

    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (EndOfStreamException cut)
        {
            throw new TagFormatException("The file ends in the middle of its tags.", cut);
        }
    }
}
