using System.Globalization;
using System.Security.Cryptography;
using MicroGenre.Signal.Files;

namespace MicroGenre.DataSets;

/// <summary>A file of a data set.</summary>
/// <param name="Track">The track's name.</param>
/// <param name="Genre">Its genre.</param>
/// <param name="Group">Its group, such as its artist: tracks of one group must not be split.</param>
/// <param name="Bytes">The length of the file, in bytes.</param>
/// <param name="Sha256">The SHA-256 of its content, in hexadecimal.</param>
public sealed record IndexedFile(string Track, string Genre, string? Group, long Bytes, string Sha256);

/// <summary>An index of a data set's files with checksums, to verify another or a later copy.</summary>
/// <param name="Files">The files.</param>
public sealed record DataSetIndex(IReadOnlyList<IndexedFile> Files)
{
    private const string Header = "track,genre,group,bytes,sha256";

    /// <summary>Indexes the files of a data set.</summary>
    /// <param name="dataSet">The data set.</param>
    /// <param name="progress">Receives a report after each file.</param>
    /// <param name="cancellationToken">Cancels between files.</param>
    public static DataSetIndex Of(
        AudioDataSet dataSet, IProgress<TrackProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSet);
        var files = new IndexedFile?[dataSet.Tracks.Count];
        var done = 0;
        Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            var track = dataSet.Tracks[i];
            files[i] = FileStatus.Of(track.Path).Kind == FileKind.File ? Of(track) : null;
            progress?.Report(new TrackProgress(Interlocked.Increment(ref done), files.Length));
        });
        return new DataSetIndex([.. files.OfType<IndexedFile>()]);
    }

    /// <summary>Reads an index that <see cref="ToCsv"/> wrote.</summary>
    /// <exception cref="DataSetException">The file is missing or damaged.</exception>
    public static DataSetIndex Read(string file) =>
        new([.. CsvTable.Read(file, "track", "genre", "bytes", "sha256").Select(row => new IndexedFile(
        row["track"], row["genre"], row.Optional("group"),
        long.TryParse(row["bytes"], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes
            : throw new DataSetException($"'{file}' line {row.Line}: '{row["bytes"]}' is not a number of bytes."),
        row["sha256"]))]);

    /// <summary>Writes the index as <c>.csv</c>.</summary>
    public string ToCsv() => string.Join('\n', Files.Select(file => string.Join(
        ',', Quoted(file.Track), Quoted(file.Genre), Quoted(file.Group ?? ""), file.Bytes.ToString(CultureInfo.InvariantCulture),
            file.Sha256)).Prepend(Header)) + "\n";

    private static IndexedFile Of(AudioTrack track)
    {
        using var stream = RawFile.OpenRead(track.Path);
        return new IndexedFile(track.Name, track.Genre, track.Group, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>Computes the SHA-256 of a file's content, in hexadecimal.</summary>
    internal static string ChecksumOf(string path)
    {
        using var stream = RawFile.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
