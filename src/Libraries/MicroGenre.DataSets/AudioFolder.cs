using MicroGenre.Signal.Files;

namespace MicroGenre.DataSets;

/// <summary>A file that is left out, and why.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Reason">The reason, as the end of a sentence that starts with "it is".</param>
/// <param name="Of">The path under which the same file is included, if it is.</param>
public sealed record LeftFile(string Path, string Reason, string? Of = null)
{
    /// <summary>Whether the file is included under another path.</summary>
    public bool IsTaken => Of is not null;
}

/// <summary>The audio files of a folder and its subfolders, sorted by path. Each file appears once, whatever links lead to it.</summary>
/// <param name="Files">The paths of the files; they may be <see cref="RawPath">raw</see>.</param>
/// <param name="Broken">Entries with an audio extension that are not readable files (pipes, sockets, devices, broken links), and unreadable
/// folders.</param>
/// <param name="Left">Files that have another extension, are hidden, or are another name of an included file.</param>
/// <example><code>
/// var content = AudioFolder.Read("/music");
/// Console.WriteLine($"{content.Files.Count} tracks, {content.Left.Count} other files");
/// </code></example>
public sealed record AudioFolder(IReadOnlyList<string> Files, IReadOnlyList<LeftFile> Broken, IReadOnlyList<LeftFile> Left)
{
    /// <summary>The extensions of audio files. The format is detected from the content when a file is read.</summary>
    public static IReadOnlySet<string> Extensions { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        ".wav", ".wave", ".bwf", ".rf64", ".w64", ".au", ".snd", ".aif", ".aiff", ".aifc", ".caf",
        ".flac", ".wv", ".ape", ".tta", ".dsf",
        ".mp3", ".mp2", ".mp1", ".mpga", ".mpa", ".m4a", ".m4b", ".m4r", ".aac", ".adts", ".wma", ".ogg", ".oga", ".ogx", ".opus", ".spx",
            ".mka", ".weba",
        ".mpc", ".ac3", ".amr", ".awb",
        ".mp4", ".m4v", ".mov", ".qt", ".3gp", ".3g2", ".mkv", ".webm", ".asf", ".wmv", ".avi", ".flv", ".f4v", ".ogv", ".mpg", ".mpeg",
            ".vob", ".ts",
    };

    /// <summary>Lists the audio files of a folder.</summary>
    /// <exception cref="DataSetException">The folder does not exist or cannot be read.</exception>
    public static AudioFolder Read(string folder) => Read(folder, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Lists the audio files of a folder, except those of earlier folders.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="taken">Paths of files and folders already listed, by identity; those found here are added.</param>
    /// <exception cref="DataSetException">The folder does not exist or cannot be read.</exception>
    public static AudioFolder Read(string folder, IDictionary<string, string> taken)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(taken);
        if (FileStatus.Of(folder) is not { Kind: FileKind.Folder } root)
        {
            throw new DataSetException($"There is no folder '{RawPath.Display(folder)}'.");
        }

        return new FolderWalk(taken).Run(folder, root);
    }

    /// <summary>The subfolders of a folder, sorted, without hidden ones.</summary>
    internal static IReadOnlyList<string> Subfolders(string folder) =>
        [.. List(folder).Where(path => !IsHidden(path) && FileStatus.Of(path).Kind == FileKind.Folder).Order(StringComparer.Ordinal)];

    /// <summary>The number of files right in a folder that have an extension of audio.</summary>
    internal static int CountIn(string folder) =>
        List(folder).Count(path => !IsHidden(path) && Extensions.Contains(Path.GetExtension(path)));

    private static IReadOnlyList<string> List(string folder)
    {
        try
        {
            return RawFile.List(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException(TrackError.Line(exception), exception);
        }
    }

    private static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');

    /// <summary>One walk. It visits folders before links to folders, so that files are found under their own path first.</summary>
    private sealed class FolderWalk(IDictionary<string, string> taken)
    {
        private readonly Queue<(string Path, FileStatus Status)> _folders = new();
        private readonly Queue<(string Path, FileStatus Status)> _links = new();
        private readonly List<(string Path, string Identity, bool IsLink)> _files = [];
        private readonly List<LeftFile> _broken = [];
        private readonly List<LeftFile> _left = [];

        public AudioFolder Run(string root, FileStatus status)
        {
            Enter(root, status, isRoot: true);
            while (_folders.TryDequeue(out var next) || _links.TryDequeue(out next))
            {
                Enter(next.Path, next.Status, isRoot: false);
            }

            return new AudioFolder(Sorted(Distinct()), Sorted(_broken), Sorted(_left));
        }

        private void Enter(string folder, FileStatus status, bool isRoot)
        {
            if (!taken.TryAdd(status.Identity, folder))
            {
                return;
            }

            try
            {
                foreach (var path in List(folder))
                {
                    Sort(path);
                }
            }
            catch (DataSetException) when (!isRoot)
            {
                _broken.Add(new LeftFile(folder, "a folder that cannot be read"));
            }
        }

        private void Sort(string path)
        {
            var status = FileStatus.Of(path);
            var isLink = IsLink(path);
            var isAudio = Extensions.Contains(Path.GetExtension(path));
            if (IsHidden(path))
            {
                _left.Add(new LeftFile(path, "hidden"));
            }
            else if (status.Kind == FileKind.Folder)
            {
                (isLink ? _links : _folders).Enqueue((path, status));
            }
            else if (status.Kind != FileKind.File)
            {
                (isAudio ? _broken : _left).Add(new LeftFile(path, NameOf(status.Kind)));
            }
            else if (isAudio)
            {
                _files.Add((path, status.Identity, isLink));
            }
            else
            {
                _left.Add(new LeftFile(path, "not named like an audio file"));
            }
        }

        private List<string> Distinct()
        {
            var files = new List<string>();
            foreach (var (path, identity, _) in _files.OrderBy(file => file.IsLink).ThenBy(file => file.Path, StringComparer.Ordinal))
            {
                if (taken.TryAdd(identity, path))
                {
                    files.Add(path);
                }
                else
                {
                    _left.Add(new LeftFile(path, "another name of an included file", taken[identity]));
                }
            }

            return files;
        }

        private static bool IsLink(string path)
        {
            try
            {
                return new FileInfo(path).LinkTarget is not null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }

        private static string NameOf(FileKind kind) => kind switch
        {
            FileKind.Pipe => "a named pipe",
            FileKind.Socket => "a socket",
            FileKind.Device => "a device",
            FileKind.Missing => "a link that leads nowhere",
            _ => "not reachable",
        };

        private static List<string> Sorted(List<string> paths) => [.. paths.Order(StringComparer.Ordinal)];

        private static List<LeftFile> Sorted(List<LeftFile> files) => [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }
}
