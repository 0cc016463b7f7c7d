using MicroGenre.Cli.Output;
using MicroGenre.DataSets;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Audio;

/// <summary>A track to process, as named by the user.</summary>
/// <param name="FilePath">The path as given or found, which may not be UTF-8 (see <see cref="RawPath"/>), or <c>-</c> for standard
/// input.</param>
/// <param name="IsNamed">Whether the user named this very track. Tracks found in a folder may fail without failing the command.</param>
/// <param name="Problem">Why it cannot be opened, if this was noticed when it was found.</param>
internal sealed record TrackArgument(string FilePath, bool IsNamed, string? Problem = null)
{
    private const string StandardInput = "-";

    /// <summary>The name of the track in messages.</summary>
    public string Name => RawPath.Display(FilePath);

    /// <summary>Whether the track is a file, which can be opened repeatedly.</summary>
    public bool IsFile => !string.Equals(FilePath, StandardInput, StringComparison.Ordinal);

    /// <summary>The base name for outputs: the file name without extension.</summary>
    public string Stem => IsFile ? Path.GetFileNameWithoutExtension(Name) : "stdin";

    /// <summary>
    /// Expands arguments to tracks: files, the content of folders, standard input. Skipped files in folders are reported on standard error.
    /// </summary>
    /// <param name="arguments">The arguments of the user.</param>
    /// <param name="listLeft">Whether to list each skipped file instead of a summary.</param>
    /// <exception cref="FailureException">A folder contains no audio.</exception>
    public static IReadOnlyList<TrackArgument> Expand(IEnumerable<string> arguments, bool listLeft)
    {
        var tracks = new List<TrackArgument>();
        var left = new List<LeftFile>();
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            if (FileStatus.Of(argument).Kind != FileKind.Folder)
            {
                tracks.Add(new TrackArgument(argument, IsNamed: true));
                continue;
            }

            var isTaken = taken.ContainsKey(FileStatus.Of(argument).Identity);
            var content = AudioFolder.Read(argument, taken);
            if (!isTaken && content.Files.Count + content.Broken.Count == 0 && !content.Left.Any(file => file.IsTaken))
            {
                throw new FailureException(
                    $"There is no audio in "
                    + $"'{RawPath.Display(argument)}'{(content.Left.Count > 0 ? $" ({LeftFiles.Summary(content.Left)})" : "")}.");
            }

            tracks.AddRange(content.Files.Select(file => new TrackArgument(file, IsNamed: false))
                .Concat(content.Broken.Select(file => new TrackArgument(file.Path, IsNamed: false, $"it is {file.Reason}")))
                .OrderBy(track => track.FilePath, StringComparer.Ordinal));
            left.AddRange(content.Left);
        }

        LeftFiles.Write(left, listLeft);
        return tracks;
    }

    /// <summary>Opens the track's bytes.</summary>
    /// <exception cref="TrackException">The file does not exist or cannot be opened.</exception>
    public Stream Open() => (IsFile, Problem) switch
    {
        (false, _) => Console.OpenStandardInput(),
        (_, { } problem) => throw new TrackException(problem),
        _ => FileStatus.Of(FilePath).Kind switch
        {
            FileKind.Folder => throw new TrackException($"'{Name}' is a folder."),
            FileKind.Socket => throw new TrackException($"'{Name}' is a socket."),
            FileKind.Missing => throw new TrackException($"There is no file '{Name}'."),
            _ => RawFile.OpenRead(FilePath),
        },
    };
}
