using MicroGenre.Learning;

namespace MicroGenre.DataSets;

/// <summary>A labelled audio file.</summary>
/// <param name="Name">What messages and reports call the track; unique within its data set.</param>
/// <param name="Genre">Its genre.</param>
/// <param name="Path">Where its audio is.</param>
/// <param name="Group">What it has in common with others that must not be split from it, such as its artist; <see langword="null"/> when
/// unknown.</param>
public sealed record AudioTrack(string Name, string Genre, string Path, string? Group = null);

/// <summary>Labelled audio files: an index, nothing of which has been read yet.</summary>
/// <param name="Name">What to call the data set.</param>
/// <param name="Tracks">The tracks, ordered by genre and name; at least one.</param>
public sealed record AudioDataSet(string Name, IReadOnlyList<AudioTrack> Tracks)
{
    /// <summary>
    /// The tracks, ordered by genre and name; at least one. A genre has one spelling, the one that most of its tracks have.
    /// </summary>
    public IReadOnlyList<AudioTrack> Tracks { get; } = WithOneSpelling(Tracks);

    /// <summary>What lies among the tracks and cannot be read, such as named pipes.</summary>
    public IReadOnlyList<SkippedResult> Unreadable { get; init; } = [];

    /// <summary>Of each track only so many seconds from its middle count; <see langword="null"/> for all of it.</summary>
    public double? ExcerptSeconds { get; init; }

    /// <summary>The genres that occur, sorted.</summary>
    public IReadOnlyList<string> Genres { get; } =
        [.. GenreName.Unify(Tracks.Select(track => track.Genre)).Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<AudioTrack> WithOneSpelling(IReadOnlyList<AudioTrack> tracks)
    {
        var spellings = GenreName.Unify(tracks.Select(track => track.Genre));
        return [.. tracks.Select(track => track with { Genre = spellings[track.Genre] })];
    }
}

/// <summary>A data set that cannot be used; the message says which file and why, in one line.</summary>
public sealed class DataSetException : Exception
{
    /// <inheritdoc/>
    public DataSetException()
    {
    }

    /// <inheritdoc/>
    public DataSetException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public DataSetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
