using MicroGenre.DataSets;
using MicroGenre.Signal;
using MicroGenre.Signal.Files;

namespace MicroGenre.Collections.Search;

/// <summary>
/// Finds tracks with the same recording. Files with equal bytes are duplicates. Other tracks are compared by fingerprint if they have the
/// same length and are close in the model's space; matching fingerprints (see <see cref="CopySearch"/>) mean the same recording, whatever
/// the format.
/// </summary>
public static class DuplicateTracks
{
    private const float LeastSimilarity = 0.98f;
    private const double MostSecondsApart = 1;

    /// <summary>Groups the tracks with the same recording.</summary>
    /// <param name="tracks">The tracks to compare.</param>
    /// <param name="problem">Receives tracks that cannot be decoded. They are grouped only by their bytes.</param>
    /// <param name="cancellation">Cancels the search.</param>
    public static IReadOnlyList<IReadOnlyList<SoundingTrack>> Find(
        IReadOnlyCollection<SoundingTrack> tracks, Action<FileProblem> problem, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(problem);
        var ordered = tracks.OrderBy(track => track.Duration).ThenBy(track => track.Path, StringComparer.Ordinal).ToArray();
        var groups = new Groups(ordered.Length);
        foreach (var same in ordered.Index().GroupBy(track => track.Item.Sha256, StringComparer.Ordinal))
        {
            foreach (var (index, _) in same)
            {
                groups.Join(same.First().Index, index);
            }
        }

        var fingerprints = new Dictionary<int, AudioFingerprint?>();
        foreach (var (first, second) in Candidates(ordered, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!groups.AreJoined(first, second) && CopySearch.Find([Fingerprint(first), Fingerprint(second)]).Count > 0)
            {
                groups.Join(first, second);
            }
        }

        return
        [
            .. Enumerable.Range(0, ordered.Length).GroupBy(groups.RootOf).Where(group => group.Skip(1).Any())
                .Select(group =>
                    (IReadOnlyList<SoundingTrack>)[
                    .. group.Select(index => ordered[index]).OrderBy(track => track.Path, StringComparer.Ordinal)])
                .OrderBy(group => group[0].Path, StringComparer.Ordinal),
        ];

        AudioFingerprint? Fingerprint(int index)
        {
            if (!fingerprints.TryGetValue(index, out var fingerprint))
            {
                fingerprints.Add(index, fingerprint = Listen(ordered[index], problem));
            }

            return fingerprint;
        }
    }

    private static IEnumerable<(int First, int Second)> Candidates(SoundingTrack[] ordered, CancellationToken cancellation)
    {
        for (var first = 0; first < ordered.Length; first++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var second = first + 1; second < ordered.Length && ordered[second].Duration - ordered[first]
                .Duration <= MostSecondsApart; second++)
            {
                if (VectorIndex.Similarity(ordered[first].Embedding, ordered[second].Embedding) >= LeastSimilarity)
                {
                    yield return (first, second);
                }
            }
        }
    }

    private static AudioFingerprint? Listen(SoundingTrack track, Action<FileProblem> problem)
    {
        try
        {
            using var file = RawFile.OpenRead(track.Path);
            return AudioFingerprint.Of(AudioFile.Read(file, AudioFingerprint.SampleRate).Samples);
        }
        catch (Exception exception) when (TrackError.IsExpected(exception))
        {
            problem(new FileProblem(track.Path, TrackError.Line(exception)));
            return null;
        }
    }

    /// <summary>Disjoint sets of tracks: each track points to another track of its group, or to itself.</summary>
    private sealed class Groups(int count)
    {
        private readonly int[] _parents = [.. Enumerable.Range(0, count)];

        public int RootOf(int index)
        {
            while (_parents[index] != index)
            {
                index = _parents[index] = _parents[_parents[index]];
            }

            return index;
        }

        public bool AreJoined(int first, int second) => RootOf(first) == RootOf(second);

        public void Join(int first, int second) => _parents[RootOf(second)] = RootOf(first);
    }
}
