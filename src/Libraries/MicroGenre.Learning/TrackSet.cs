using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>One track of a data set.</summary>
/// <param name="Name">What messages and reports call the track, usually its file name.</param>
/// <param name="Genre">Index into <see cref="TrackSet.Genres"/>.</param>
/// <param name="Features">What <see cref="Recipe.Features"/> asks for. For log-mel spectrograms: <c>[bands, frames]</c> in dB relative to
/// the track's maximum, −80 to 0. Tracks of one set share the number of rows, not of frames.
/// </param>
public sealed record LabelledTrack(string Name, int Genre, FeatureMatrix Features)
{
    private const int HashBytes = 8;

    /// <summary>
    /// The first 8 bytes, in hexadecimal, of SHA-256 over the shape and values of the features: the same audio has the same under any name.
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

/// <summary>Tracks with their genres: what a model learns from or is measured on.</summary>
public sealed class TrackSet
{
    private readonly Lazy<string> _fingerprint;

    /// <summary>Checks that the tracks fit together.</summary>
    /// <param name="genres">The names of the genres; a label is an index into this list.</param>
    /// <param name="tracks">The tracks, in any order.</param>
    /// <exception cref="ArgumentException">No genre, no track, a repeated genre, a label out of range, a track without frames, or tracks
    /// with different numbers of rows.</exception>
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

    /// <summary>Feature rows of every track (mel bands, for spectrograms).</summary>
    public int Rows => Tracks[0].Features.Rows;

    /// <summary>Frames of the track that is longer than half of the others.</summary>
    public int MedianFrames => Tracks.Select(track => track.Features.Frames).Order().ElementAt(Tracks.Count / 2);

    /// <summary>SHA-256, in hexadecimal, over the genres and every track's name, label and feature values, in order.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The same genres with some of the tracks, in the order of <paramref name="indices"/>.</summary>
    public TrackSet Select(IEnumerable<int> indices) => new(Genres, [.. indices.Select(index => Tracks[index])]);

    /// <summary>The tracks of some genres, labelled by these genres in their order, however either spells them.</summary>
    /// <exception cref="ArgumentException">There is no track of any of them.</exception>
    public TrackSet Only(IReadOnlyList<string> genres)
    {
        var numbers = Genres.Select(genre => GenreName.IndexOf(genre, genres)).ToArray();
        var kept = Tracks.Where(track => numbers[track.Genre] >= 0).Select(track => track with { Genre = numbers[track.Genre] });
        return new TrackSet(genres, [.. kept]);
    }

    /// <summary>The tracks of both sets, this one's first.</summary>
    /// <exception cref="ArgumentException">The two sets do not have the same genres in the same order, or not the same rows.</exception>
    public TrackSet Concat(TrackSet other) => Genres.SequenceEqual(other.Genres, StringComparer.Ordinal)
        ? new TrackSet(Genres, [.. Tracks, .. other.Tracks])
        : throw new ArgumentException(
            $"The genres differ: {string.Join(", ", Genres)} and {string.Join(", ", other.Genres)}.", nameof(other));

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
