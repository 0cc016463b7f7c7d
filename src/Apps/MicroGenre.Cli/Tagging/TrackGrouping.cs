using System.CommandLine;
using MicroGenre.Cli.Audio;
using MicroGenre.Signal.Files;
using MicroGenre.Tagging;

namespace MicroGenre.Cli.Tagging;

/// <summary>Which tracks get one genre together: the option <c>--group-by</c>.</summary>
internal enum TrackGrouping
{
    /// <summary>Each on its own.</summary>
    None,

    /// <summary>Those of one folder whose tags name the same album; a track that names none stands alone.</summary>
    Album,

    /// <summary>Those of one folder.</summary>
    Folder,
}

/// <summary>Reads the option, and tells a track's group.</summary>
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

    /// <exception cref="UsageException">There is no such group.</exception>
    public static TrackGrouping Read(ParseResult result, Option<string?> option) => result.GetValue(option) switch
    {
        null => TrackGrouping.None,
        var name when Kinds.TryGetValue(name, out var kind) => kind,
        var name => throw new UsageException($"{option.Name} must be one of {string.Join(", ", Kinds.Keys)}, not '{name}'."),
    };

    /// <summary>
    /// The name of a track's group, or <see langword="null"/> for a track without a group. Rewinds the audio.
    /// </summary>
    /// <exception cref="TagFormatException">Its tags are malformed.</exception>
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
