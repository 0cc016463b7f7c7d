using MicroGenre.Signal;
using MicroGenre.Signal.Files;
using MicroGenre.Tagging.Formats;

namespace MicroGenre.Tagging;

/// <summary>An audio file whose genres can be read and written.</summary>
/// <remarks>
/// Genres are stored as ID3v2 in MP3, WAV and AIFF, as Vorbis comments in FLAC, Ogg Vorbis and Opus, and as an iTunes item in MP4. Other
/// tags in such files (ID3v1, APE, RIFF's <c>INFO</c>) are read and updated as well. Only the genres change: audio, other tags and pictures
/// are copied byte for byte. Before the new file replaces the old one, both are decoded and compared.
/// </remarks>
/// <example>
/// <code>
/// if (TagFile.Open("song.mp3") is { Genre: null, Obstacle: null } file)
/// {
///     file.Write(["Jazz", "Soul"]);
/// }
/// </code>
/// </example>
public sealed class TagFile
{
    /// <summary>What stands between several genres in one text.</summary>
    public const string Separator = "; ";

    private readonly string _path;
    private readonly ITagFormat _format;

    private TagFile(string path, ITagFormat format, IReadOnlyList<string> genres, string? obstacle)
    {
        _path = path;
        _format = format;
        Genres = genres;
        Obstacle = obstacle;
    }

    /// <summary>The genres in the file; empty if there are none. Numbers of ID3v1, such as <c>(17)</c>, are read as names.</summary>
    public IReadOnlyList<string> Genres { get; private set; }

    /// <summary>The genres in one text; <see langword="null"/> if there are none.</summary>
    public string? Genre => Genres.Count == 0 ? null : string.Join(Separator, Genres);

    /// <summary>The tag format, such as <c>Vorbis comment</c>.</summary>
    public string Format => _format.Name;

    /// <summary>Why genres cannot be written, such as <c>it is read-only</c>; <see langword="null"/> if it can.</summary>
    public string? Obstacle { get; }

    /// <summary>Opens a file and detects its format from the content; <see langword="null"/> if the format cannot be tagged.</summary>
    /// <param name="path">The file; its path may be <see cref="RawPath">raw</see>.</param>
    /// <exception cref="TagFormatException">The file's tags are malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TagFile? Open(string path)
    {
        using var reach = ReachablePath.Of(path);
        using var file = File.OpenRead(reach.Path);
        return Guard(() => FormatOf(file) is { } format
            ? new TagFile(path, format, Read(format, file), format.ObstacleIn(file) ?? ObstacleOf(path, reach.Path, file))
            : null);
    }

    /// <summary>Writes one genre.</summary>
    /// <inheritdoc cref="Write(IReadOnlyList{string}, bool, TagJournal, CancellationToken)"/>
    /// <param name="genre">The genre; not empty.</param>
    /// <param name="preserveTimes">Whether to keep the times of the last change and access.</param>
    /// <param name="cancellation">Cancels the work; the file stays unchanged.</param>
    public void Write(string genre, bool preserveTimes = false, CancellationToken cancellation = default) =>
        Write([genre], preserveTimes, journal: null, cancellation);

    /// <summary>Writes genres and replaces existing ones. The file is replaced as a whole or stays unchanged.</summary>
    /// <param name="genres">
    /// The genres, at least one, none empty or with a zero character. Fields that hold only one text get all of them, with semicolons
    /// between; ID3v1 gets the first.
    /// </param>
    /// <param name="preserveTimes">Whether to keep the times of the last change and access.</param>
    /// <param name="journal">Records how to take the change back; <see langword="null"/> for no record.</param>
    /// <param name="cancellation">Cancels the work; the file stays unchanged.</param>
    /// <exception cref="NotSupportedException">Genres cannot be written: see <see cref="Obstacle"/>.</exception>
    /// <exception cref="TagFormatException">The file's tags are malformed, or the audio of the new file would differ.</exception>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    public void Write(
        IReadOnlyList<string> genres, bool preserveTimes = false, TagJournal? journal = null, CancellationToken cancellation = default)
    {
        string[] names = [.. Checked(genres)];
        if (Obstacle is not null)
        {
            throw new NotSupportedException($"The genre cannot be written to the file: {Obstacle}.");
        }

        using var reach = ReachablePath.Of(_path);
        var change = TagChange.Announce(Path.GetFullPath(_path), "");
        using var file = new ReplacementFile(reach.Path, name => journal?.Announce(change = change with { Temporary = name }));
        var audio = DigestOf(file.Path, cancellation);
        Guard(() =>
        {
            _format.Write(file.Old, file.Content, names);
            return 0;
        });
        file.Content.Flush();
        Check(file.Content, names, audio, cancellation);
        cancellation.ThrowIfCancellationRequested();
        journal?.Record(change.Between(file.Old, file.Content, file.Changed));
        file.Commit(preserveTimes ? file.Changed : null);
        Genres = names;
    }

    private static IEnumerable<string> Checked(IReadOnlyList<string> genres)
    {
        ArgumentNullException.ThrowIfNull(genres);
        return genres.Count > 0 && genres.All(genre => !string.IsNullOrWhiteSpace(genre) && !genre.Contains('\0', StringComparison.Ordinal))
            ? genres.Select(genre => genre.Trim()).Distinct(StringComparer.Ordinal)
            : throw new ArgumentException("There must be at least one genre, and none may be empty or contain a zero.", nameof(genres));
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

    private static IReadOnlyList<string> Read(ITagFormat format, Stream file)
    {
        file.Position = 0;
        return format.ReadGenres(file);
    }

    private static void Check(FileStream written, string[] genres, AudioDigest audio, CancellationToken cancellation)
    {
        var read = Guard(() => FormatOf(written) is { } format ? Read(format, written) : []);
        if (!read.SequenceEqual(genres, StringComparer.Ordinal))
        {
            throw new TagFormatException("The written genres read back differently; the file was left unchanged.");
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
    private static string? ObstacleOf(string path, string reachable, FileStream file)
    {
        if (RawPath.IsRaw(Path.GetFileName(path)))
        {
            return "its name is not UTF-8";
        }

        if (UnixMetadata.LinkCount(file.SafeFileHandle) is > 1 and var links)
        {
            return $"it has {links} names (hard links), which would lead to different files afterwards";
        }

        return IsReadOnly(reachable, file) ? "it is read-only" : null;
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
