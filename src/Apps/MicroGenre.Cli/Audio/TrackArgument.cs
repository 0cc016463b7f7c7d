using MicroGenre.Evaluation.DataSets;

namespace MicroGenre.Cli.Audio;

/// <summary>A track to work on, as its user named it.</summary>
/// <param name="Name">The file's path as given or found, or <c>-</c> for standard input.</param>
/// <param name="IsNamed">Whether the user named this very track; one found in a folder may fail without failing the command.</param>
internal sealed record TrackArgument(string Name, bool IsNamed)
{
    private const string StandardInput = "-";

    /// <summary>Whether the track can be opened again and again.</summary>
    public bool IsFile => !string.Equals(Name, StandardInput, StringComparison.Ordinal);

    /// <summary>What to call what is made of the track: its file's name without the ending.</summary>
    public string Stem => IsFile ? Path.GetFileNameWithoutExtension(Name) : "stdin";

    /// <summary>The tracks that arguments stand for: files, what lies in folders, standard input.</summary>
    /// <exception cref="FailureException">A folder holds no audio.</exception>
    /// <exception cref="UsageException">An argument looks like an option.</exception>
    public static IReadOnlyList<TrackArgument> Expand(IEnumerable<string> arguments) => [.. arguments.SelectMany(Expand)];

    /// <summary>Opens the track's bytes.</summary>
    /// <exception cref="TrackException">There is no such file.</exception>
    public Stream Open() => Name switch
    {
        StandardInput => Console.OpenStandardInput(),
        _ when Directory.Exists(Name) => throw new TrackException($"'{Name}' is a folder."),
        _ when !File.Exists(Name) => throw new TrackException($"There is no file '{Name}'."),
        _ => File.OpenRead(Name),
    };

    private static IEnumerable<TrackArgument> Expand(string argument)
    {
        if (argument.StartsWith('-') && !string.Equals(argument, StandardInput, StringComparison.Ordinal))
        {
            throw new UsageException($"There is no option '{argument}' (a file of that name is ./{argument}).");
        }

        if (!Directory.Exists(argument))
        {
            return [new TrackArgument(argument, IsNamed: true)];
        }

        var files = AudioFolder.Find(argument);
        return files.Count > 0
            ? files.Select(file => new TrackArgument(file, IsNamed: false))
            : throw new FailureException($"There is no audio in '{argument}'.");
    }
}
