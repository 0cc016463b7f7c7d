using System.Globalization;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.DataSets;

/// <summary>
/// Precomputed log-mel spectrograms: a <c>.npy</c> array <c>[track, band, frame]</c> and a <c>.csv</c> file with the columns <c>index</c>
/// (into the array's first dimension), <c>track</c> and <c>genre</c>. Its optional columns <c>hop_length</c> and <c>sample_rate</c> say how
/// far apart the frames are.
/// </summary>
/// <remarks>
/// A uint8 array holds dB relative to the track's maximum as <c>value · 80 / 255 − 80</c>, so that 255 is 0 dB and 0 is −80 dB. A
/// floating-point array holds dB directly.
/// </remarks>
/// <example><code>
/// var tracks = SpectrogramFiles.Read("train.npy", "train.csv");
/// </code></example>
public static class SpectrogramFiles
{
    private const float Range = 80;

    /// <summary>Reads labelled spectrograms from several files.</summary>
    /// <param name="files">The <c>.npy</c> files, each with its <c>.csv</c> file.</param>
    /// <param name="genres">The allowed genres; by default those of the first file.</param>
    /// <param name="timing">See <see cref="Read"/>.</param>
    /// <returns>The tracks of each file.</returns>
    /// <exception cref="DataSetException">See <see cref="Read"/>.</exception>
    public static IReadOnlyList<TrackSet> ReadAll(
        IEnumerable<(string Spectrograms, string Labels)> files, IReadOnlyList<string>? genres = null, FrameTiming? timing = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        var sets = new List<TrackSet>();
        foreach (var (spectrograms, labels) in files)
        {
            sets.Add(Read(spectrograms, labels, genres ?? sets.FirstOrDefault()?.Genres, timing));
        }

        return sets;
    }

    /// <summary>Reads labelled spectrograms.</summary>
    /// <param name="spectrograms">The <c>.npy</c> file.</param>
    /// <param name="labels">The <c>.csv</c> file.</param>
    /// <param name="genres">The allowed genres, in the order of the class numbers; by default those of the file, sorted.</param>
    /// <param name="timing">The timing of the frames, where the labels do not say it; <see langword="null"/> if it is not known.</param>
    /// <exception cref="DataSetException">A file is missing, damaged or has another shape, an index is out of range or repeated, a genre
    /// is not in <paramref name="genres"/>, or the labels name several timings or another than <paramref name="timing"/>.</exception>
    public static TrackSet Read(
        string spectrograms, string labels, IReadOnlyList<string>? genres = null, FrameTiming? timing = null)
    {
        var rows = CsvTable.Read(labels, "index", "track", "genre").ToList();
        if (rows.Count == 0)
        {
            throw new DataSetException($"'{labels}' lists no tracks.");
        }

        genres ??= [.. GenreName.Unify(rows.Select(row => row["genre"])).Values.Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        var (count, bands, frames, matrix) = ReadArray(spectrograms);
        var seen = new HashSet<int>();
        var tracks = rows.Select(row =>
        {
            if (!int.TryParse(row["index"], NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= count)
            {
                throw new DataSetException(
                    $"'{labels}' line {row.Line}: index {row["index"]} is not one of 0 to {count - 1}, the tracks of '{spectrograms}'.");
            }

            if (!seen.Add(index))
            {
                throw new DataSetException($"'{labels}' line {row.Line}: index {index} is listed twice.");
            }

            var genre = GenreIndex.Of(row["genre"], genres, $"'{labels}' line {row.Line}");
            return new LabelledTrack(row["track"], genre, matrix(index));
        }).ToList();
        return new TrackSet(genres, tracks) { Timing = TimingOf(labels, rows, timing) };
    }

    private static FrameTiming? TimingOf(string labels, IReadOnlyList<CsvRow> rows, FrameTiming? told)
    {
        var named = told;
        foreach (var row in rows)
        {
            if (row.Optional("hop_length") is not null || row.Optional("sample_rate") is not null)
            {
                var own = new FrameTiming(
                    Positive(row, "sample_rate") ?? AudioFile.DefaultSampleRate,
                    Positive(row, "hop_length") ?? throw new DataSetException($"'{labels}' line {row.Line} has no hop_length."));
                named = named is null || named == own
                    ? own : throw new DataSetException($"'{labels}' line {row.Line} says {own}, not {named}.");
            }
        }

        return named;

        int? Positive(CsvRow row, string column) => row.Optional(column) is not { } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw new DataSetException($"'{labels}' line {row.Line}: {column} is '{text}', not a positive whole number.");
    }

    private static (int Tracks, int Bands, int Frames, Func<int, FeatureMatrix> Matrix) ReadArray(string path)
    {
        if (!File.Exists(path))
        {
            throw new DataSetException($"There is no file '{path}'.");
        }

        try
        {
            var type = Npy.ElementTypeOf(path);
            return type == typeof(byte) ? Cut(Npy.ReadByte(path), path, value => (value * Range / byte.MaxValue) - Range)
                : type == typeof(float) ? Cut(Npy.ReadSingle(path), path, value => value)
                : Cut(Npy.ReadDouble(path), path, value => (float)value);
        }
        catch (InvalidDataException exception)
        {
            throw new DataSetException(exception.Message, exception);
        }
    }

    private static (int Tracks, int Bands, int Frames, Func<int, FeatureMatrix> Matrix) Cut<T>(
        NpyArray<T> array, string path, Func<T, float> decibels)
        where T : unmanaged
    {
        if (array.Shape is not [var tracks, var bands and > 0, var frames and > 0])
        {
            throw new DataSetException($"'{path}' has the shape ({string.Join(", ", array.Shape)}), not [track, band, frame].");
        }

        var size = bands * frames;
        return (tracks, bands, frames, index => new FeatureMatrix(
            bands, frames, Array.ConvertAll(array.Values[(index * size)..((index + 1) * size)], value => decibels(value))));
    }
}

/// <summary>Finds the index of a genre.</summary>
internal static class GenreIndex
{
    /// <exception cref="DataSetException">The genre is unknown.</exception>
    public static int Of(string genre, IReadOnlyList<string> genres, string where)
    {
        var index = GenreName.IndexOf(genre, genres);
        return index >= 0 ? index : throw new DataSetException($"{where}: {GenreName.Unknown(genre, genres)}");
    }
}
