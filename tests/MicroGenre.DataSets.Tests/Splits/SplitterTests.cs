using FsCheck;
using FsCheck.Fluent;
using MicroGenre.DataSets.Splits;
using MicroGenre.Testing;

namespace MicroGenre.DataSets.Tests.Splits;

public sealed class SplitterTests
{
    private static readonly PartShare[] EightOneOne = [new("train", 8), new("valid", 1), new("test", 1)];

    [Fact]
    public void Every_track_is_in_exactly_one_part_whatever_the_kind_of_split() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (seed, count) =>
        {
            var tracks = Tracks(count + 1);
            return new[] { Splitter.Random(tracks, EightOneOne, seed), Splitter.Stratified(tracks, EightOneOne, seed),
                Splitter.ByGroup(tracks, EightOneOne, seed) }
                .All(split => split.Parts.SelectMany(part => part.Tracks).Order(StringComparer.Ordinal)
                    .SequenceEqual(tracks.Select(track => track.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_random_split_has_the_shares_asked_for()
    {
        var split = Splitter.Random(Tracks(999), EightOneOne, seed: 1);

        Assert.Equal([799, 100, 100], split.Parts.Select(part => part.Tracks.Count));
    }

    [Fact]
    public void A_stratified_split_has_every_genre_in_every_part()
    {
        var split = Splitter.Stratified(Tracks(100), EightOneOne, seed: 1);

        Assert.All(split.Parts, part => Assert.Equal(10, part.Tracks.Select(GenreOf).Distinct(StringComparer.Ordinal).Count()));
    }

    [Fact]
    public void The_seed_decides_and_the_order_of_tracks_does_not()
    {
        var tracks = Tracks(200);
        var split = Splitter.Stratified(tracks, EightOneOne, seed: 4);

        Assert.Equal(split.Fingerprint, Splitter.Stratified([.. tracks.Reverse()], EightOneOne, seed: 4).Fingerprint);
        Assert.NotEqual(split.Fingerprint, Splitter.Stratified(tracks, EightOneOne, seed: 5).Fingerprint);
    }

    [Fact]
    public void No_group_is_divided_and_shares_are_met_as_far_as_groups_allow()
    {
        var split = Splitter.ByGroup(Tracks(300), EightOneOne, seed: 2);

        Assert.DoesNotContain(LeakCheck.Find(split, Tracks(300)), leak => leak.Kind == LeakKind.Group);
        Assert.InRange(split["train"].Count, 230, 250);
        Assert.InRange(split["test"].Count, 25, 35);
    }

    [Fact]
    public void Folds_test_every_track_once_and_differ_by_one_track_in_size()
    {
        var folds = Splitter.StratifiedFolds(Tracks(103), 5, seed: 3);

        Assert.Equal(Tracks(103).Select(track => track.Name).Order(StringComparer.Ordinal),
            folds.SelectMany(fold => fold["test"]).Order(StringComparer.Ordinal));
        Assert.All(folds, fold => Assert.InRange(fold["test"].Count, 20, 21));
        Assert.All(folds, fold => Assert.Empty(fold["train"].Intersect(fold["test"], StringComparer.Ordinal)));
    }

    [Fact]
    public void Published_lists_match_by_file_name_whatever_the_folder_and_ending()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["train.txt"], ["blues/blues.00001.wav", "", "rock/rock.00002.wav", "rock/rock.00099.wav"]);
        File.WriteAllLines(folder["test.txt"], ["blues.00003.au"]);
        SplitTrack[] tracks = [new("blues/blues.00001.au", "blues"), new("rock/rock.00002.au", "rock"),
            new("blues/blues.00003.au", "blues"), new("x/unlisted.au", "x")];
        var split = Splitter.FromLists("published", tracks,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["train"] = folder["train.txt"], ["test"] = folder["test.txt"] });

        Assert.Equal(["blues/blues.00001.au", "rock/rock.00002.au"], split["train"]);
        Assert.Equal(["blues/blues.00003.au"], split["test"]);
    }

    [Fact]
    public void A_track_in_two_lists_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["a.txt"], ["one"]);
        var lists = new Dictionary<string, string>(StringComparer.Ordinal) { ["train"] = folder["a.txt"], ["test"] = folder["a.txt"] };

        Assert.Contains("'one' is listed in both",
            Assert.Throws<ArgumentException>(() => Splitter.FromLists("s", [new("one.wav", "x")], lists)).Message);
    }

    [Fact]
    public void Names_must_be_unique_and_shares_positive()
    {
        Assert.Throws<ArgumentException>(() => Splitter.Random([new("a", "x"), new("a", "y")], EightOneOne, 1));
        Assert.Throws<ArgumentException>(() => Splitter.Random([new("a", "x")], [new("train", 0)], 1));
        Assert.Throws<ArgumentException>(() => Splitter.Random([], EightOneOne, 1));
    }

    [Fact]
    public void A_saved_split_is_read_back()
    {
        using var folder = new TemporaryFolder();
        var split = Splitter.Random(Tracks(30), EightOneOne, seed: 1);
        split.Save(folder["split.json"]);
        var loaded = Split.Load(folder["split.json"]);

        Assert.Equal(split.Name, loaded.Name);
        Assert.Equal(split.Fingerprint, loaded.Fingerprint);
        File.WriteAllText(folder["other.json"], "[]");
        Assert.Throws<InvalidDataException>(() => Split.Load(folder["other.json"]));
    }

    [Fact]
    public void The_leak_check_finds_shared_tracks_groups_and_copies()
    {
        SplitTrack[] tracks = [new("a", "x", "artist 1", "01"), new("b", "x", "artist 1", "02"), new("c", "x", "artist 2", "01"),
            new("d", "x", "artist 3", "03")];
        var split = new Split("leaky", [new SplitPart("train", ["a", "d"]), new SplitPart("test", ["b", "c", "d"])]);
        var leaks = LeakCheck.Find(split, tracks);

        Assert.Equal(
            [
                new Leak(LeakKind.Track, "d", "train", "test"),
                new Leak(LeakKind.Group, "artist 1", "train", "test"),
                new Leak(LeakKind.Group, "artist 3", "train", "test"),
                new Leak(LeakKind.Duplicate, "a, c", "train", "test"),
            ],
            leaks);
        Assert.Contains("track 'd' is in both 'train' and 'test', and 3 more",
            Assert.Throws<LeakException>(() => LeakCheck.Demand(split, tracks)).Message);
    }

    // Ten genres in turn, groups of three tracks of a genre.
    private static SplitTrack[] Tracks(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new SplitTrack($"genre{i % 10}/{i:D4}", $"genre{i % 10}", $"artist {i % 10} {i / 30}"))];

    private static string GenreOf(string track) => track[..track.IndexOf('/', StringComparison.Ordinal)];
}
