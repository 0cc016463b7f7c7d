using System.Globalization;
using MicroGenre.Signal;
using MicroGenre.Signal.Files;

namespace MicroGenre.DataSets;

/// <summary>The kinds of problems in a data set.</summary>
public enum FindingKind
{
    /// <summary>The track is listed, or belongs to the data set, but does not exist.</summary>
    Missing,

    /// <summary>The track cannot be read, or is silent.</summary>
    Broken,

    /// <summary>A part of the track is damaged or missing, or it contains bytes that are not audio. The rest can be read.</summary>
    Damaged,

    /// <summary>The content of the track differs from the index.</summary>
    Changed,

    /// <summary>Another file has the same bytes.</summary>
    SameContent,

    /// <summary>Another file sounds the same, at least in a section.</summary>
    SameAudio,

    /// <summary>The track is much longer or shorter than the others.</summary>
    OddLength,

    /// <summary>A fault of the track is known from the literature.</summary>
    KnownFault,
}

/// <summary>A problem with a track.</summary>
/// <param name="Kind">The kind of problem.</param>
/// <param name="Track">The track.</param>
/// <param name="Detail">Details in one line.</param>
/// <param name="Other">The other track of a pair of copies.</param>
public sealed record Finding(FindingKind Kind, string Track, string Detail, string? Other = null);

/// <summary>The result of checking a data set.</summary>
/// <param name="DataSet">The data set's name.</param>
/// <param name="Tracks">Number of tracks that can be read.</param>
/// <param name="Genres">Number of these tracks in each genre.</param>
/// <param name="MedianSeconds">The median length of the tracks, in seconds.</param>
/// <param name="Findings">The problems, by kind and track.</param>
public sealed record DataSetCheckReport(
    string DataSet, int Tracks, IReadOnlyDictionary<string, int> Genres, double MedianSeconds, IReadOnlyList<Finding> Findings);

/// <summary>Checks a data set for problems before training.</summary>
/// <example><code>
/// var data = DataSetKinds.Open("gtzan");
/// foreach (var finding in DataSetCheck.Run(data, DataSetIndex.Of(data)).Findings)
/// {
///     Console.WriteLine($"{finding.Kind}: {finding.Track}: {finding.Detail}");
/// }
/// </code></example>
public static class DataSetCheck
{
    // A data set has a standard length if this share of its tracks is this close to the median.
    private const double LengthTolerance = 0.05;
    private const double ShareOfRegular = 0.8;
    private const double ShortestSeconds = 5;

    /// <summary>Checks a data set.</summary>
    /// <param name="dataSet">The data set.</param>
    /// <param name="index">The original files of the data set, if known.</param>
    /// <param name="progress">Receives a report after each track.</param>
    /// <param name="cancellationToken">Cancels between tracks.</param>
    public static DataSetCheckReport Run(
        AudioDataSet dataSet, DataSetIndex? index = null, IProgress<TrackProgress>? progress = null,
            CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSet);
        var looks = new Look[dataSet.Tracks.Count];
        var done = 0;
        Parallel.For(0, looks.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            looks[i] = Look.At(dataSet.Tracks[i]);
            progress?.Report(new TrackProgress(Interlocked.Increment(ref done), looks.Length));
        });

        var sound = looks.Where(look => look.Fingerprint is not null).ToList();
        Finding[] findings =
        [
            .. dataSet.Unreadable.Select(file => new Finding(FindingKind.Broken, file.Track, file.Reason)),
            .. looks.Where(look => look.Problem is not null).Select(look => look.Problem!),
            .. index is null ? [] : Against(index, looks),
            .. GtzanKind.HasNamesOf(dataSet) ? Gtzan(dataSet) : [],
            .. Copies(looks),
            .. sound.Count == 0 ? [] : OddLengths(sound),
        ];
        return new DataSetCheckReport(
            dataSet.Name, sound.Count,
            new OrderedDictionary<string, int>(
                sound.CountBy(look => look.Track.Genre, StringComparer.Ordinal).OrderBy(genre => genre.Key, StringComparer.Ordinal),
                    StringComparer.Ordinal),
            sound.Count == 0 ? 0 : Median(sound),
            [.. findings.DistinctBy(finding => (finding.Kind, finding.Track, finding.Other)).OrderBy(finding => finding.Kind)
                .ThenBy(finding => finding.Track, StringComparer.Ordinal)]);
    }

    private static IEnumerable<Finding> Against(DataSetIndex index, Look[] looks)
    {
        var byName = looks.ToDictionary(look => look.Track.Name, StringComparer.Ordinal);
        foreach (var file in index.Files)
        {
            if (!byName.TryGetValue(file.Track, out var look))
            {
                yield return new Finding(FindingKind.Missing, file.Track, "listed in the index");
            }
            else if (look.Checksum is { } checksum && !string.Equals(checksum, file.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                yield return new Finding(FindingKind.Changed, file.Track, $"its SHA-256 is {checksum}; the index has {file.Sha256}");
            }
        }
    }

    private static IEnumerable<Finding> Gtzan(AudioDataSet dataSet)
    {
        var here = dataSet.Tracks.ToDictionary(
            track => Path.GetFileNameWithoutExtension(track.Path), track => track.Name, StringComparer.Ordinal);
        foreach (var stem in GtzanKind.AllTracks.Where(stem => !here.ContainsKey(stem)))
        {
            yield return new Finding(
                FindingKind.Missing, stem, stem == GtzanFaults.Corrupt
                    ? "part of GTZAN; the copy on Kaggle cannot be decoded, and many leave it out" : "part of GTZAN");
        }

        foreach (var (stem, name) in here)
        {
            if (GtzanFaults.Of(stem) is { } fault)
            {
                yield return new Finding(FindingKind.KnownFault, name, fault);
            }
        }
    }

    private static IEnumerable<Finding> Copies(Look[] looks)
    {
        foreach (var same in looks.Where(look => look.Checksum is not null).GroupBy(look => look.Checksum, StringComparer.Ordinal))
        {
            var first = same.First().Track.Name;
            foreach (var other in same.Skip(1).Select(look => look.Track.Name))
            {
                yield return new Finding(FindingKind.SameContent, first, $"the same bytes as {other}", other);
            }
        }

        foreach (var copy in CopySearch.Find([.. looks.Select(look => look.Fingerprint)]))
        {
            var (first, second) = (looks[copy.First].Track.Name, looks[copy.Second].Track.Name);
            if (looks[copy.First].Checksum != looks[copy.Second].Checksum)
            {
                yield return new Finding(FindingKind.SameAudio, first, string.Create(
                    CultureInfo.InvariantCulture,
                        $"sounds like {second} for {copy.SharedSeconds:0.0} s, from second {Math.Max(0, copy.OffsetSeconds):0.0} of it "
                        + $"on; {copy.Difference * 100:0} % of the fingerprint's bits differ"), second);
            }
        }
    }

    private static IEnumerable<Finding> OddLengths(List<Look> sound)
    {
        var median = Median(sound);
        bool IsRegular(Look look) => Math.Abs(look.Seconds - median) <= LengthTolerance * median;
        var hasOneLength = sound.Count(IsRegular) >= ShareOfRegular * sound.Count;
        return sound.Where(look => look.Seconds < ShortestSeconds || (hasOneLength && !IsRegular(look))).Select(look => new Finding(
            FindingKind.OddLength, look.Track.Name,
                string.Create(CultureInfo.InvariantCulture, $"{look.Seconds:0.0} s; half of the tracks are longer than {median:0.0} s")));
    }

    private static double Median(List<Look> sound) => sound.Select(look => look.Seconds).Order().ElementAt(sound.Count / 2);

    /// <summary>The state of a track.</summary>
    private sealed record Look(AudioTrack Track, Finding? Problem, string? Checksum, double Seconds, AudioFingerprint? Fingerprint)
    {
        public static Look At(AudioTrack track)
        {
            switch (FileStatus.Of(track.Path).Kind)
            {
                case FileKind.Missing:
                    return new Look(track, new Finding(FindingKind.Missing, track.Name, "there is no such file"), null, 0, null);
                case not FileKind.File:
                    return new Look(track, new Finding(FindingKind.Broken, track.Name, "it is not a regular file"), null, 0, null);
            }

            string? checksum = null;
            try
            {
                checksum = DataSetIndex.ChecksumOf(track.Path);
                var clip = AudioFile.Read(track.Path, AudioFingerprint.SampleRate);
                return clip.Samples.AsSpan().ContainsAnyExcept(0f)
                    ? new Look(track, clip.Damage is { } damage ? new Finding(FindingKind.Damaged, track.Name, damage.ToString()) : null,
                        checksum, clip.Duration.TotalSeconds, AudioFingerprint.Of(clip.Samples))
                    : new Look(
                        track, new Finding(FindingKind.Broken, track.Name,
                            clip.Samples.Length == 0 ? "it holds no sound" : "it is silent"), checksum, 0, null);
            }
            catch (Exception exception) when (TrackError.IsExpected(exception))
            {
                return new Look(track, new Finding(FindingKind.Broken, track.Name, TrackError.Line(exception)), checksum, 0, null);
            }
        }
    }
}
