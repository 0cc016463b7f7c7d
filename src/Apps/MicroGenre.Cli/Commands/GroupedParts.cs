using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary>Divides tracks into parts that each are left out once.</summary>
internal static class GroupedParts
{
    /// <summary>What <c>--groups</c> says of itself.</summary>
    public const string Description = "A .csv file with the columns track and artist_group: tracks of a group are left out together.";

    /// <summary>Parts of about the same size.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="file">The file of <c>--groups</c>, whose groups stay whole; <see langword="null"/> to divide track by track.</param>
    /// <param name="parts">How many parts.</param>
    /// <param name="seed">Which of the many ways to divide them.</param>
    /// <exception cref="FailureException">The file does not list a track.</exception>
    public static IReadOnlyList<TrackSet> Of(TrackSet tracks, string? file, int parts, int seed)
    {
        var groups = GroupsIn(file);
        if (groups is not null && tracks.Tracks.FirstOrDefault(track => !groups.ContainsKey(track.Name)) is { } missing)
        {
            throw new FailureException($"'{file}' does not list the track {missing.Name}.");
        }

        // Two tracks may have the same name; their numbers tell them apart.
        var numbered = tracks.Tracks.Select((track, i) => new SplitTrack($"{i:D9}", tracks.Genres[track.Genre], groups?[track.Name]))
            .ToList();
        var split = Splitter.ByGroup(numbered, [.. Enumerable.Range(1, parts).Select(part => new PartShare($"part {part}", 1))], seed);
        return [.. split.Parts.Select(part => tracks.Select(part.Tracks.Select(int.Parse)))];
    }

    /// <summary>The group of each track, by its name; <see langword="null"/> without a file.</summary>
    public static IReadOnlyDictionary<string, string>? GroupsIn(string? file) =>
        file is null ? null : TrackGroups.Read(file, "artist_group");
}
