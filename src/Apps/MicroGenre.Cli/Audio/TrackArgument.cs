using MicroGenre.Cli.Output;
using MicroGenre.DataSets;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Audio;

/// <summary>A track to work on, as its user named it.</summary>
/// <param name="FilePath">The file's path as given or found, which need not be UTF-8 (see <see cref="RawPath"/>), or <c>-</c> for standard
/// input.</param>
/// <param name="IsNamed">Whether the user named this very track; one found in a folder may fail without failing the command.</param>
/// <param name="Problem">Why it cannot be opened, where that was seen when it was found.</param>
internal sealed record TrackArgument(string FilePath, bool IsNamed, string? Problem = null)
{
    private const string StandardInput = "-";

    /// <summary>What to call the track.</summary>
    public string Name => RawPath.Display(FilePath);

    /// <summary>Whether the track can be opened again and again.</summary>
    public bool IsFile => !string.Equals(FilePath, StandardInput, StringComparison.Ordinal);

    /// <summary>What to call what is made of the track: its file's name without the ending.</summary>
    public string Stem => IsFile ? Path.GetFileNameWithoutExtension(Name) : "stdin";

    /// <summary>
    /// The tracks that arguments stand for: files, what lies in folders, standard input. What is left of the folders is told on standard
    /// error.
    /// </summary>
    /// <param name="arguments">What the user named.</param>
    /// <param name="listLeft">Whether to tell of each file that is left, rather than to sum up.</param>
    /// <exception cref="FailureException">A folder holds no audio.</exception>
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
    /// <exception cref="TrackException">There is no such file.</exception>
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
