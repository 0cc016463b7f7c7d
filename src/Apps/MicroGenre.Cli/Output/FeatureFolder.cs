using MicroGenre.Cli.Audio;

namespace MicroGenre.Cli.Output;

/// <summary>The output folder for the features of several tracks, with file names derived from the tracks.</summary>
internal sealed class FeatureFolder
{
    private readonly Dictionary<TrackArgument, string> _names;

    /// <exception cref="UsageException">The path is not a folder.</exception>
    public FeatureFolder(string path, IReadOnlyList<TrackArgument> tracks)
    {
        if (System.IO.Path.GetExtension(path) is ".npy" || path is "-" || File.Exists(path))
        {
            throw new UsageException($"--out must be a folder for several tracks or features, not '{path}'.");
        }

        Path = Directory.CreateDirectory(path).FullName;
        _names = NamesOf(tracks);
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The file for a feature of a track.</summary>
    public string FileOf(TrackArgument track, string feature) => System.IO.Path.Combine(Path, $"{_names[track]}.{feature}.npy");

    /// <summary>
    /// Chooses unique names: the file name without extension; with the extension if that is ambiguous; and with a number if necessary.
    /// </summary>
    private static Dictionary<TrackArgument, string> NamesOf(IReadOnlyList<TrackArgument> tracks)
    {
        var distinct = tracks.Distinct().ToList();
        var stems = distinct.CountBy(track => track.Stem, StringComparer.OrdinalIgnoreCase).ToDictionary(StringComparer.OrdinalIgnoreCase);
        var files = distinct.CountBy(track => System.IO.Path.GetFileName(track.Name), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        var names = new Dictionary<TrackArgument, string>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var track in distinct)
        {
            var file = System.IO.Path.GetFileName(track.Name);
            var first = stems[track.Stem] > 1 && files[file] == 1 ? file : track.Stem;
            var name = first;
            for (var number = 2; !taken.Add(name); number++)
            {
                name = $"{first}-{number}";
            }

            names[track] = name;
        }

        return names;
    }
}
