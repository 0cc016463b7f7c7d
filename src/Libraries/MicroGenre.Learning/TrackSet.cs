using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>A track of a data set.</summary>
/// <param name="Name">The track's name in messages and reports, usually its file name.</param>
/// <param name="Genre">Index into <see cref="TrackSet.Genres"/>.</param>
/// <param name="Features">The features that <see cref="Recipe.Features"/> describes. For log-mel spectrograms: <c>[bands, frames]</c> in dB
/// relative to the track's maximum, −80 to 0. Tracks of one set have the same number of rows; the number of frames may differ.</param>
public sealed record LabelledTrack(string Name, int Genre, FeatureMatrix Features)
{
    private const int HashBytes = 8;

    /// <summary>
    /// The features of changed copies of the track (<see cref="Recipe.CopiesToLearnFrom"/>), which are learnt from beside it and never
    /// measured.
    /// </summary>
    public IReadOnlyList<FeatureMatrix> Copies { get; init; } = [];

    /// <summary>
    /// The first 8 bytes of the SHA-256 of the features' shape and values, in hexadecimal. It depends on the audio, not on the name.
    /// </summary>
    public string FeatureHash
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(MemoryMarshal.AsBytes<int>([Features.Rows, Features.Frames]));
            hash.AppendData(MemoryMarshal.AsBytes(Features.Values.AsSpan()));
            return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, HashBytes));
        }
    }
}

/// <summary>Tracks with their genres, for training or evaluation.</summary>
public sealed class TrackSet
{
    private readonly Lazy<string> _fingerprint;

    /// <summary>Creates a set and checks that the tracks are consistent.</summary>
    /// <param name="genres">The names of the genres; labels are indices into this list.</param>
    /// <param name="tracks">The tracks, in any order.</param>
    /// <exception cref="ArgumentException">There is no genre or no track, a genre is repeated, a label is out of range, a track has no
    /// frames, or the numbers of rows differ.</exception>
    public TrackSet(IReadOnlyList<string> genres, IReadOnlyList<LabelledTrack> tracks)
    {
        if (genres.Count == 0)
        {
            throw new ArgumentException("A track set needs at least one genre.", nameof(genres));
        }

        if (genres.Distinct(StringComparer.Ordinal).Count() != genres.Count)
        {
            throw new ArgumentException($"A genre is named twice in: {string.Join(", ", genres)}.", nameof(genres));
        }

        if (tracks.Count == 0)
        {
            throw new ArgumentException("A track set needs at least one track.", nameof(tracks));
        }

        var rows = tracks[0].Features.Rows;
        foreach (var track in tracks)
        {
            if (track.Genre < 0 || track.Genre >= genres.Count)
            {
                throw new ArgumentException(
                    $"Track '{track.Name}' has label {track.Genre}, but there are {genres.Count} genres.", nameof(tracks));
            }

            if (track.Features.Rows != rows)
            {
                throw new ArgumentException(
                    $"Track '{track.Name}' has {track.Features.Rows} feature rows, but '{tracks[0].Name}' has {rows}.", nameof(tracks));
            }

            if (track.Features.Frames == 0)
            {
                throw new ArgumentException($"Track '{track.Name}' is too short: it has no frame.", nameof(tracks));
            }
        }

        Genres = genres;
        Tracks = tracks;
        _fingerprint = new Lazy<string>(ComputeFingerprint);
    }

    /// <summary>The names of the genres.</summary>
    public IReadOnlyList<string> Genres { get; }

    /// <summary>The tracks.</summary>
    public IReadOnlyList<LabelledTrack> Tracks { get; }

    /// <summary>
    /// The timing of the tracks' frames; <see langword="null"/> if it is not known, as with arrays that do not say.
    /// </summary>
    public FrameTiming? Timing { get; init; }

    /// <summary>Number of feature rows of every track (mel bands, for spectrograms).</summary>
    public int Rows => Tracks[0].Features.Rows;

    /// <summary>The median length of the tracks, in frames.</summary>
    public int MedianFrames => Tracks.Select(track => track.Features.Frames).Order().ElementAt(Tracks.Count / 2);

    /// <summary>SHA-256, in hexadecimal, of the genres and of every track's name, label and feature values, in order.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>Selects tracks, in the order of <paramref name="indices"/>. The genres stay the same.</summary>
    public TrackSet Select(IEnumerable<int> indices) => With(Genres, [.. indices.Select(index => Tracks[index])]);

    /// <summary>Selects the tracks of some genres and labels them in the order of these genres. Spellings may differ.</summary>
    /// <exception cref="ArgumentException">None of the genres has a track.</exception>
    public TrackSet Only(IReadOnlyList<string> genres)
    {
        var numbers = Genres.Select(genre => GenreName.IndexOf(genre, genres)).ToArray();
        var kept = Tracks.Where(track => numbers[track.Genre] >= 0).Select(track => track with { Genre = numbers[track.Genre] });
        return With(genres, [.. kept]);
    }

    /// <summary>Joins two sets; the tracks of this set come first.</summary>
    /// <exception cref="ArgumentException">The sets differ in their genres, in the number of rows or in their timing.</exception>
    public TrackSet Concat(TrackSet other)
    {
        if (!Genres.SequenceEqual(other.Genres, StringComparer.Ordinal))
        {
            throw new ArgumentException(
                $"The genres differ: {string.Join(", ", Genres)} and {string.Join(", ", other.Genres)}.", nameof(other));
        }

        RequireTiming(other.Timing, "others have");
        return new TrackSet(Genres, [.. Tracks, .. other.Tracks]) { Timing = Timing ?? other.Timing };
    }

    /// <summary>Checks that the timing of the frames, if known, is another's.</summary>
    /// <param name="other">The other's timing; <see langword="null"/> if it is not known.</param>
    /// <param name="whose">What has it, for the message.</param>
    /// <exception cref="ArgumentException">Both are known and differ.</exception>
    public void RequireTiming(FrameTiming? other, string whose)
    {
        if (Timing is not null && other is not null && Timing != other)
        {
            throw new ArgumentException($"The tracks have {Timing}, but {whose} {other}.", nameof(other));
        }
    }

    /// <summary>The tracks, each followed by its copies.</summary>
    internal TrackSet WithCopies() => Tracks.All(track => track.Copies.Count == 0) ? this
        : With(Genres, [.. Tracks.SelectMany(track => track.Copies.Select(copy => track with { Features = copy, Copies = [] })
            .Prepend(track with { Copies = [] }))]);

    /// <summary>Other tracks with the timing of these.</summary>
    internal TrackSet With(IReadOnlyList<string> genres, IReadOnlyList<LabelledTrack> tracks) =>
        new(genres, tracks) { Timing = Timing };

    private string ComputeFingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var genre in Genres)
        {
            AppendText(hash, genre);
        }

        foreach (var track in Tracks)
        {
            AppendText(hash, track.Name);
            AppendNumbers(hash, track.Genre, track.Features.Rows, track.Features.Frames);
            hash.AppendData(MemoryMarshal.AsBytes(track.Features.Values.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendText(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        AppendNumbers(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendNumbers(IncrementalHash hash, params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            hash.AppendData(bytes);
        }
    }
}
