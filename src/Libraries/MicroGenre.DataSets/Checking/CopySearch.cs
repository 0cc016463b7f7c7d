namespace MicroGenre.DataSets;

/// <summary>Two recordings that sound the same in a section.</summary>
/// <param name="First">The index of the first recording.</param>
/// <param name="Second">The index of the second recording, greater than the first.</param>
/// <param name="OffsetSeconds">The position in the second recording at which the first starts; negative if the first starts
/// earlier.</param>
/// <param name="SharedSeconds">Length of the common section.</param>
/// <param name="Difference">The share of bits in which their fingerprints differ there.</param>
public sealed record AudioCopy(int First, int Second, double OffsetSeconds, double SharedSeconds, double Difference);

/// <summary>
/// Finds copies among many recordings. Words that two fingerprints have in common vote for an offset between them; where votes agree, all
/// words are compared.
/// </summary>
/// <example><code>
/// var prints = Directory.EnumerateFiles("music")
///     .Select(file => AudioFingerprint.Of(AudioFile.Read(file, AudioFingerprint.SampleRate).Samples))
///     .ToList();
/// var copies = CopySearch.Find(prints);
/// </code></example>
public static class CopySearch
{
    /// <summary>The maximum share of different bits between copies. Haitsma and Kalker use 0.35.</summary>
    public const double MostDifference = 0.3;

    private const int LeastVotes = 4;
    private const int LeastWords = 200;
    private const int Slack = 2;
    private const int IndexStep = 2;

    // Words that occur everywhere, such as those of a held note, carry no information.
    private const int MostPlaces = 64;

    /// <summary>Finds all pairs of copies, each once.</summary>
    /// <param name="fingerprints">The recordings; <see langword="null"/> for those to skip.</param>
    public static IReadOnlyList<AudioCopy> Find(IReadOnlyList<AudioFingerprint?> fingerprints)
    {
        ArgumentNullException.ThrowIfNull(fingerprints);
        var places = fingerprints
            .SelectMany((fingerprint, track) => (fingerprint?.Heard() ?? []).Where(word => word.Place % IndexStep == 0)
                .Select(word => (word.Word, Track: track, word.Place)))
            .ToLookup(entry => entry.Word, entry => (entry.Track, entry.Place));
        var copies = new List<AudioCopy>();
        for (var track = 0; track < fingerprints.Count; track++)
        {
            if (fingerprints[track] is { } fingerprint)
            {
                copies.AddRange(Candidates(fingerprint, track, places).GroupBy(candidate => candidate.Track)
                    .Select(candidate => Best(fingerprints, track, candidate.Key, candidate.Select(vote => vote.Offset)))
                    .OfType<AudioCopy>());
            }
        }

        return [.. copies.OrderBy(copy => copy.First).ThenBy(copy => copy.Second)];
    }

    private static IEnumerable<(int Track, int Offset)> Candidates(
        AudioFingerprint fingerprint, int track, ILookup<uint, (int Track, int Place)> places)
    {
        var votes = new Dictionary<(int Track, int Offset), int>();
        foreach (var (place, word) in fingerprint.Heard())
        {
            foreach (var (other, otherPlace) in places[word].Take(MostPlaces))
            {
                if (other > track)
                {
                    var vote = (other, otherPlace - place);
                    votes[vote] = votes.GetValueOrDefault(vote) + 1;
                }
            }
        }

        return votes.Where(vote => vote.Value >= LeastVotes).Select(vote => vote.Key);
    }

    private static AudioCopy? Best(IReadOnlyList<AudioFingerprint?> fingerprints, int first, int second, IEnumerable<int> offsets)
    {
        var best = offsets.SelectMany(offset => Enumerable.Range(offset - Slack, (2 * Slack) + 1)).Distinct()
            .Select(offset => (Offset: offset, Difference: fingerprints[first]!.Difference(fingerprints[second]!, offset)))
            .Where(place => place.Difference.Words >= LeastWords)
            .OrderBy(place => place.Difference.Share).FirstOrDefault((Offset: 0, Difference: (Share: 1, Words: 0)));
        return best.Difference.Share <= MostDifference
            ? new AudioCopy(first, second, best.Offset * AudioFingerprint.SecondsPerWord,
                best.Difference.Words * AudioFingerprint.SecondsPerWord, best.Difference.Share)
            : null;
    }
}
