using MicroGenre.DataSets.Splits;
using MicroGenre.Learning;

namespace MicroGenre.DataSets;

/// <summary>A labelled audio file.</summary>
/// <param name="Name">The track's name in messages and reports; unique within its data set.</param>
/// <param name="Genre">Its genre.</param>
/// <param name="Path">The path of its audio.</param>
/// <param name="Group">Its group, such as its artist: tracks of one group must not be split. <see langword="null"/> if unknown.</param>
public sealed record AudioTrack(string Name, string Genre, string Path, string? Group = null);

/// <summary>An index of labelled audio files. The files have not been read yet.</summary>
/// <param name="Name">The name of the data set.</param>
/// <param name="Tracks">The tracks, ordered by genre and name; at least one.</param>
public sealed record AudioDataSet(string Name, IReadOnlyList<AudioTrack> Tracks)
{
    /// <summary>The tracks, ordered by genre and name; at least one. Each genre is spelled as in most of its tracks.</summary>
    public IReadOnlyList<AudioTrack> Tracks { get; } = WithOneSpelling(Tracks);

    /// <summary>Files among the tracks that cannot be read, such as named pipes.</summary>
    public IReadOnlyList<SkippedResult> Unreadable { get; init; } = [];

    /// <summary>
    /// Length of the pieces that tracks are cut into, in seconds; <see langword="null"/> for whole tracks. A shorter track is one piece,
    /// and what is left over at both ends of a longer one is dropped.
    /// </summary>
    public double? PieceSeconds { get; init; }

    /// <summary>The split that its authors published, with the parts <c>train</c>, <c>valid</c> and <c>test</c>; <see langword="null"/> for
    /// none.</summary>
    public Split? PublishedSplit { get; init; }

    /// <summary>The genres that occur, sorted.</summary>
    public IReadOnlyList<string> Genres { get; } =
        [.. GenreName.Unify(Tracks.Select(track => track.Genre)).Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<AudioTrack> WithOneSpelling(IReadOnlyList<AudioTrack> tracks)
    {
        var spellings = GenreName.Unify(tracks.Select(track => track.Genre));
        return [.. tracks.Select(track => track with { Genre = spellings[track.Genre] })];
    }
}

/// <summary>The exception for a data set that cannot be used. The one-line message says which file and why.</summary>
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
