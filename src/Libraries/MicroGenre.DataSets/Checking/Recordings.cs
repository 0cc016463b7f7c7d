using MicroGenre.Signal;

namespace MicroGenre.DataSets;

/// <summary>Finds tracks of a data set with the same recording, whatever their files, loudness and start.</summary>
/// <example><code>
/// var recordings = Recordings.Of(DataSetKinds.Open("gtzan"));
/// </code></example>
public static class Recordings
{
    /// <summary>
    /// The recording of each track, by the track's name: the name of the first track with that recording. Tracks that cannot be read are
    /// recordings of their own.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Of(AudioDataSet dataSet, CancellationToken cancellationToken = default)
    {
        var fingerprints = new AudioFingerprint?[dataSet.Tracks.Count];
        Parallel.For(0, fingerprints.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
            fingerprints[i] = FingerprintOf(dataSet.Tracks[i]));
        var first = Enumerable.Range(0, fingerprints.Length).ToArray();
        foreach (var copy in CopySearch.Find(fingerprints))
        {
            var (one, other) = (Root(copy.First), Root(copy.Second));
            first[Math.Max(one, other)] = Math.Min(one, other);
        }

        return dataSet.Tracks.Index()
            .ToDictionary(track => track.Item.Name, track => dataSet.Tracks[Root(track.Index)].Name, StringComparer.Ordinal);

        int Root(int track)
        {
            while (first[track] != track)
            {
                track = first[track];
            }

            return track;
        }
    }

    private static AudioFingerprint? FingerprintOf(AudioTrack track)
    {
        try
        {
            var samples = AudioFile.Read(track.Path, AudioFingerprint.SampleRate).Samples;
            return samples.AsSpan().ContainsAnyExcept(0f) ? AudioFingerprint.Of(samples) : null;
        }
        catch (Exception exception) when (TrackError.IsExpected(exception))
        {
            return null;
        }
    }
}
