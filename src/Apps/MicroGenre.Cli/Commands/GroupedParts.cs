using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary>Divides tracks into parts, each of which is left out once.</summary>
internal static class GroupedParts
{
    /// <summary>The description of <c>--groups</c>.</summary>
    public const string Description = "A .csv file with the columns track and artist_group: tracks of a group are left out together.";

    /// <summary>Divides tracks into parts of about equal size.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="file">The file of <c>--groups</c>, whose groups are not split; <see langword="null"/> to divide single tracks.</param>
    /// <param name="parts">Number of parts.</param>
    /// <param name="seed">Seed of the random division.</param>
    /// <exception cref="FailureException">A track is not listed in the file.</exception>
    public static IReadOnlyList<TrackSet> Of(TrackSet tracks, string? file, int parts, int seed)
    {
        var groups = GroupsIn(file);
        if (groups is not null && tracks.Tracks.FirstOrDefault(track => !groups.ContainsKey(track.Name)) is { } missing)
        {
            throw new FailureException($"'{file}' does not list the track {missing.Name}.");
        }

        // Two tracks may have the same name; their numbers distinguish them.
        var numbered = tracks.Tracks.Select((track, i) => new SplitTrack($"{i:D9}", tracks.Genres[track.Genre], groups?[track.Name]))
            .ToList();
        var split = Splitter.ByGroup(numbered, [.. Enumerable.Range(1, parts).Select(part => new PartShare($"part {part}", 1))], seed);
        return [.. split.Parts.Select(part => tracks.Select(part.Tracks.Select(int.Parse)))];
    }

    /// <summary>Reads the group of each track, by its name; <see langword="null"/> without a file.</summary>
    public static IReadOnlyDictionary<string, string>? GroupsIn(string? file) =>
        file is null ? null : TrackGroups.Read(file, "artist_group");
}
