using MicroGenre.Learning;

namespace MicroGenre.DataSets.Splits;

/// <summary>What two parts of a split share although they must not.</summary>
public enum LeakKind
{
    /// <summary>The same track.</summary>
    Track,

    /// <summary>Tracks of one group, such as an artist.</summary>
    Group,

    /// <summary>The same audio under two names.</summary>
    Duplicate,
}

/// <summary>A leak between two parts of a split.</summary>
/// <param name="Kind">What is shared.</param>
/// <param name="What">The track, the group, or the names of both copies.</param>
/// <param name="First">The first part.</param>
/// <param name="Second">The second part.</param>
public sealed record Leak(LeakKind Kind, string What, string First, string Second)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        LeakKind.Track => $"track '{What}' is in both '{First}' and '{Second}'",
        LeakKind.Group => $"group '{What}' has tracks in both '{First}' and '{Second}'",
        _ => $"the same audio is in '{First}' and '{Second}': {What}",
    };
}

/// <summary>Finds leaks from training tracks to test tracks.</summary>
public static class LeakCheck
{
    /// <summary>Finds everything that two parts of a split share.</summary>
    /// <param name="split">The split.</param>
    /// <param name="tracks">The tracks of the split.</param>
    public static IReadOnlyList<Leak> Find(Split split, IReadOnlyList<SplitTrack> tracks)
    {
        var known = tracks.ToDictionary(track => track.Name, StringComparer.Ordinal);
        var placed = split.Parts.SelectMany(part =>
            part.Tracks.Select(name => (Part: part.Name, Track: known.GetValueOrDefault(name) ?? new SplitTrack(name, "")))).ToList();
        return
        [
            .. Shared(placed, LeakKind.Track, track => track.Name),
            .. Shared(placed, LeakKind.Group, track => track.Group),
            .. Shared(placed, LeakKind.Duplicate, track => track.Content),
        ];
    }

    /// <summary>Throws if a split has leaks.</summary>
    /// <exception cref="LeakException">Two parts share something; the message names the first leak and the number of others.</exception>
    public static void Demand(Split split, IReadOnlyList<SplitTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(split);
        if (Find(split, tracks) is { Count: > 0 } leaks)
        {
            throw LeakException.Of(split.Name, leaks);
        }
    }

    /// <summary>Throws if parts share a track, by its name, or a copy, by its features.</summary>
    /// <inheritdoc cref="Demand(Split, IReadOnlyList{SplitTrack})" path="/exception"/>
    public static void Demand(string split, IReadOnlyList<(string Part, TrackSet Tracks)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var placed = parts.SelectMany(part => part.Tracks.Tracks.Select(track =>
            (part.Part, Track: new SplitTrack(track.Name, part.Tracks.Genres[track.Genre], Content: track.FeatureHash)))).ToList();
        List<Leak> leaks =
            [.. Shared(placed, LeakKind.Track, track => track.Name), .. Shared(placed, LeakKind.Duplicate, track => track.Content)];
        if (leaks.Count > 0)
        {
            throw LeakException.Of(split, leaks);
        }
    }

    private static IEnumerable<Leak> Shared(List<(string Part, SplitTrack Track)> placed, LeakKind kind, Func<SplitTrack, string?> key)
    {
        foreach (var shared in placed.Where(entry => key(entry.Track) is not null)
            .GroupBy(entry => key(entry.Track)!, StringComparer.Ordinal))
        {
            var (firstPart, firstTrack) = shared.First();
            var others = shared.Where(entry => !string.Equals(entry.Part, firstPart, StringComparison.Ordinal))
                .DistinctBy(entry => entry.Part, StringComparer.Ordinal);
            foreach (var (part, track) in others)
            {
                var isCopy = kind == LeakKind.Duplicate;
                if (!isCopy || !string.Equals(firstTrack.Name, track.Name, StringComparison.Ordinal))
                {
                    yield return new Leak(kind, isCopy ? $"{firstTrack.Name}, {track.Name}" : shared.Key, firstPart, part);
                }
            }
        }
    }
}

/// <summary>The exception for a split with leaks.</summary>
public sealed class LeakException : Exception
{
    /// <inheritdoc/>
    public LeakException()
    {
    }

    /// <inheritdoc/>
    public LeakException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public LeakException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static LeakException Of(string split, IReadOnlyList<Leak> leaks) =>
        new($"The split '{split}' leaks: {leaks[0]}{(leaks.Count > 1 ? $", and {leaks.Count - 1} more" : "")}.");
}
