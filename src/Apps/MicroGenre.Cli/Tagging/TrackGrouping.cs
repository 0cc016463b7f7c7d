using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Signal.Files;
using MicroGenre.Tagging;

namespace MicroGenre.Cli.Tagging;

/// <summary>Which tracks get a common genre: the option <c>--group-by</c>.</summary>
internal enum TrackGrouping
{
    /// <summary>No grouping.</summary>
    None,

    /// <summary>Tracks of the same album (by their tags) in the same folder. A track without an album is on its own.</summary>
    Album,

    /// <summary>Tracks in the same folder.</summary>
    Folder,
}

/// <summary>Reads the option and finds a track's group.</summary>
internal static class TrackGroupings
{
    private static readonly Dictionary<string, TrackGrouping> Kinds = new(StringComparer.Ordinal)
    {
        ["album"] = TrackGrouping.Album,
        ["folder"] = TrackGrouping.Folder,
    };

    public static Option<string?> Option() => new("--group-by")
    {
        Description =
            "Give tracks that belong together one genre, the most probable on average: those of an album (by their tags, within a folder) "
            + "or of a folder.",
        HelpName = "GROUP",
    };

    /// <exception cref="UsageException">The grouping is unknown.</exception>
    public static TrackGrouping Read(ParseResult result, Option<string?> option) => result.GetValue(option) switch
    {
        null => TrackGrouping.None,
        var name when Kinds.TryGetValue(name, out var kind) => kind,
        var name => throw new UsageException($"{option.Name} must be one of {string.Join(", ", Kinds.Keys)}, not '{name}'."),
    };

    /// <summary>The name of a track's group; <see langword="null"/> if it has none. Rewinds the audio.</summary>
    /// <exception cref="TagFormatException">The track's tags are malformed.</exception>
    public static string? GroupOf(this TrackGrouping grouping, TrackArgument track, Stream audio)
    {
        var folder = Path.GetDirectoryName(RawPath.Display(track.FilePath)) is { Length: > 0 } named ? named : ".";
        if (grouping == TrackGrouping.Folder)
        {
            return folder;
        }

        var album = TrackTags.Read(audio).Album;
        audio.Position = 0;
        return album is null ? null : $"{folder}: {album}";
    }
}
