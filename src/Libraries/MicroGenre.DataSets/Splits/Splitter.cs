namespace MicroGenre.DataSets.Splits;

/// <summary>
/// Divides tracks into parts. The same tracks, shares and seed give the same split, independent of the order of the tracks.
/// </summary>
/// <example><code>
/// var tracks = DataSetKinds.Open("gtzan").Tracks.Select(track => new SplitTrack(track.Name, track.Genre, track.Group)).ToList();
/// var split = Splitter.ByGroup(tracks, [new("train", 8), new("test", 2)], seed: 1);
/// LeakCheck.Demand(split, tracks);
/// split.Save("split.json");
/// </code></example>
public static class Splitter
{
    /// <summary>
    /// Divides the tracks at random (the papers' 8:1:1 and 70/30). Tracks of one artist or album may end up in different parts.
    /// </summary>
    /// <exception cref="ArgumentException">There are no tracks, a name is repeated, or a share is not positive.</exception>
    public static Split Random(IReadOnlyList<SplitTrack> tracks, IReadOnlyList<PartShare> shares, int seed) =>
        Assemble("random", seed, shares, Deal(Ordered(tracks), shares, new Random(seed)));

    /// <summary>Divides each genre's tracks at random, so that all parts have about the same distribution of genres.</summary>
    /// <inheritdoc cref="Random"/>
    public static Split Stratified(IReadOnlyList<SplitTrack> tracks, IReadOnlyList<PartShare> shares, int seed)
    {
        var random = new Random(seed);
        return Assemble("stratified", seed, shares, ByGenre(tracks).SelectMany(genre => Deal(genre, shares, random)));
    }

    /// <summary>
    /// Divides whole groups, such as artists, so that no group is in two parts. Shares are approximated as well as the sizes of groups
    /// allow. A track without a group is its own group.
    /// </summary>
    /// <inheritdoc cref="Random"/>
    public static Split ByGroup(IReadOnlyList<SplitTrack> tracks, IReadOnlyList<PartShare> shares, int seed)
    {
        Check(shares);
        var groups = Ordered(tracks)
            .GroupBy(track => track.Group is null ? $"track {track.Name}" : $"group {track.Group}", StringComparer.Ordinal)
            .Select(group => group.ToArray())
            .ToArray();
        new Random(seed).Shuffle(groups);
        var whole = shares.Sum(share => share.Share);
        var room = shares.Select(share => share.Share / whole * tracks.Count).ToArray();
        var dealt = new List<(SplitTrack, int)>();
        foreach (var group in groups.OrderByDescending(group => group.Length))
        {
            var part = Array.IndexOf(room, room.Max());
            room[part] -= group.Length;
            dealt.AddRange(group.Select(track => (track, part)));
        }

        return Assemble("by-group", seed, shares, dealt);
    }

    /// <summary>
    /// Stratified k-fold cross-validation: k splits into <c>train</c> and <c>test</c>; every track is in exactly one test part.
    /// </summary>
    /// <exception cref="ArgumentException">There are no tracks, a name is repeated, or there are fewer than 2 folds or more folds than
    /// tracks.</exception>
    public static IReadOnlyList<Split> StratifiedFolds(IReadOnlyList<SplitTrack> tracks, int folds, int seed)
    {
        if (folds < 2 || folds > tracks.Count)
        {
            throw new ArgumentException($"{tracks.Count} tracks can be split into 2 to {tracks.Count} folds, not {folds}.", nameof(folds));
        }

        var random = new Random(seed);
        var order = ByGenre(tracks).SelectMany(genre => Shuffled(genre, random)).Select(track => track.Name).ToArray();
        return
        [
            .. Enumerable.Range(0, folds).Select(fold => new Split($"fold-{fold + 1}-of-{folds}/seed-{seed}",
            [
                new SplitPart("train", [.. order.Where((_, i) => i % folds != fold)]),
                new SplitPart("test", [.. order.Where((_, i) => i % folds == fold)]),
            ])),
        ];
    }

    /// <summary>
    /// K-fold cross-validation that keeps groups, such as artists, together; folds have about the same number of tracks. A track without a
    /// group is its own group.
    /// </summary>
    /// <inheritdoc cref="StratifiedFolds"/>
    public static IReadOnlyList<Split> GroupFolds(IReadOnlyList<SplitTrack> tracks, int folds, int seed)
    {
        if (folds < 2 || folds > tracks.Count)
        {
            throw new ArgumentException($"{tracks.Count} tracks can be split into 2 to {tracks.Count} folds, not {folds}.", nameof(folds));
        }

        var dealt = ByGroup(tracks, [.. Enumerable.Range(0, folds).Select(fold => new PartShare($"{fold}", 1))], seed);
        return
        [
            .. dealt.Parts.Select((part, fold) => new Split($"group-fold-{fold + 1}-of-{folds}/seed-{seed}",
            [
                new SplitPart("train", [.. dealt.Parts.Where(other => other != part).SelectMany(other => other.Tracks)]),
                new SplitPart("test", part.Tracks),
            ])),
        ];
    }

    /// <summary>
    /// Creates a split from published lists: text files with a track per line, such as <c>blues/blues.00029.wav</c>. Lines are matched to
    /// tracks by file name without folder and extension, because copies of a data set differ in both.
    /// </summary>
    /// <param name="name">The name of the split.</param>
    /// <param name="tracks">The available tracks.</param>
    /// <param name="lists">The list file of each part.</param>
    /// <returns>A split of the listed tracks that are available.</returns>
    /// <exception cref="ArgumentException">A track is listed in two parts, or a part has no available track.</exception>
    public static Split FromLists(string name, IReadOnlyList<SplitTrack> tracks, IReadOnlyDictionary<string, string> lists)
    {
        var byStem = Ordered(tracks).ToLookup(track => Stem(track.Name), StringComparer.Ordinal);
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        var parts = lists.Select(list =>
        {
            var listed = File.ReadLines(list.Value).Select(line => Stem(line.Trim())).Where(stem => stem.Length > 0)
                .Distinct(StringComparer.Ordinal).ToList();
            foreach (var stem in listed.Where(stem => !taken.TryAdd(stem, list.Key)))
            {
                throw new ArgumentException($"'{stem}' is listed in both '{taken[stem]}' and '{list.Key}'.", nameof(lists));
            }

            var found = listed.SelectMany(stem => byStem[stem]).Select(track => track.Name).ToList();
            return found.Count > 0
                ? new SplitPart(list.Key, found)
                : throw new ArgumentException($"None of the tracks listed in '{list.Value}' exist in the data set.", nameof(lists));
        });
        return new Split(name, [.. parts]);
    }

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));

    private static SplitTrack[] Ordered(IReadOnlyList<SplitTrack> tracks)
    {
        if (tracks.Count == 0)
        {
            throw new ArgumentException("There are no tracks to split.", nameof(tracks));
        }

        SplitTrack[] ordered = [.. tracks.OrderBy(track => track.Name, StringComparer.Ordinal)];
        for (var i = 1; i < ordered.Length; i++)
        {
            if (string.Equals(ordered[i].Name, ordered[i - 1].Name, StringComparison.Ordinal))
            {
                throw new ArgumentException($"Two tracks are called '{ordered[i].Name}'.", nameof(tracks));
            }
        }

        return ordered;
    }

    private static IEnumerable<SplitTrack[]> ByGenre(IReadOnlyList<SplitTrack> tracks) =>
        Ordered(tracks).GroupBy(track => track.Genre, StringComparer.Ordinal).OrderBy(genre => genre.Key, StringComparer.Ordinal)
            .Select(genre => genre.ToArray());

    private static SplitTrack[] Shuffled(SplitTrack[] tracks, Random random)
    {
        SplitTrack[] shuffled = [.. tracks];
        random.Shuffle(shuffled);
        return shuffled;
    }

    // Rounding the cumulative shares instead of each share makes the sizes of parts add up.
    private static IEnumerable<(SplitTrack Track, int Part)> Deal(SplitTrack[] tracks, IReadOnlyList<PartShare> shares, Random random)
    {
        Check(shares);
        var shuffled = Shuffled(tracks, random);
        var whole = shares.Sum(share => share.Share);
        var (from, upTo) = (0, 0.0);
        for (var part = 0; part < shares.Count; part++)
        {
            upTo += shares[part].Share;
            var end = (int)Math.Round(upTo / whole * shuffled.Length, MidpointRounding.AwayFromZero);
            foreach (var track in shuffled[from..end])
            {
                yield return (track, part);
            }

            from = end;
        }
    }

    private static void Check(IReadOnlyList<PartShare> shares)
    {
        if (shares.Count == 0 || shares.Any(share => !(share.Share > 0) || !double.IsFinite(share.Share)))
        {
            throw new ArgumentException("Every part of a split needs a positive share.", nameof(shares));
        }
    }

    private static Split Assemble(string kind, int seed, IReadOnlyList<PartShare> shares, IEnumerable<(SplitTrack Track, int Part)> dealt)
    {
        var byPart = dealt.ToLookup(pair => pair.Part, pair => pair.Track.Name);
        var name = $"{kind}-{string.Join('-', shares.Select(share => share.Share))}/seed-{seed}";
        return new Split(
            name, [.. shares.Select((share, part) => new SplitPart(share.Part, [.. byPart[part].Order(StringComparer.Ordinal)]))]);
    }
}
