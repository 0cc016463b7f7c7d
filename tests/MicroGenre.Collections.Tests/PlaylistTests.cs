using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Collections.Playlists;
using MicroGenre.Collections.Search;
using MicroGenre.Testing;

namespace MicroGenre.Collections.Tests;

public sealed class PlaylistTests(LibraryFixture shared) : IClassFixture<LibraryFixture>
{
    [Fact]
    public void Artists_are_kept_apart_wherever_others_are_left_and_limits_hold() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var tracks = Enumerable.Range(0, random.Next(30))
                .Select(i => new PlaylistTrack($"/{i}", random.Next(4) == 0 ? null : random.Next(1, 400), Artist(random), null)).ToList();
            var limits = new PlaylistLimits(
                random.Next(4), random.Next(2) == 0 ? null : random.Next(1, 20), random.Next(2) == 0 ? null : random.Next(3000));

            var chosen = Playlist.Arrange(tracks, limits).ToList();

            Assert.Equal(chosen.Distinct().Count(), chosen.Count);
            Assert.Subset(tracks.ToHashSet(), chosen.ToHashSet());
            Assert.True(chosen.Count <= (limits.Tracks ?? int.MaxValue));
            Assert.True(chosen.Sum(track => track.Duration ?? 0) <= (limits.Seconds ?? double.MaxValue));
            if (limits is { Tracks: null, Seconds: null })
            {
                Assert.Equal(tracks.Count, chosen.Count);
            }

            for (var i = 0; i < chosen.Count; i++)
            {
                var recent = chosen[Math.Max(0, i - limits.ArtistGap)..i].Select(track => track.Artist).OfType<string>().ToList();
                var seconds = chosen[..i].Sum(track => track.Duration ?? 0);
                var others = tracks.Except(chosen[..i])
                    .Where(track => seconds + (track.Duration ?? 0) <= (limits.Seconds ?? double.MaxValue));
                Assert.True(
                    chosen[i].Artist is not { } artist || !recent.Contains(artist)
                        || others.All(track => track.Artist is { } other && recent.Contains(other)),
                    $"{chosen[i].Artist} comes too soon");
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_most_wanted_tracks_come_first() => Assert.Equal(
        ["/1", "/4", "/2", "/5", "/3"],
        Playlist.Arrange(
            [Of("/1", "a"), Of("/2", "a"), Of("/3", "a"), Of("/4", "b"), Of("/5", null)], new PlaylistLimits(ArtistGap: 1))
            .Select(track => track.Path));

    [Fact]
    public void A_playlist_names_its_tracks_from_its_own_folder_and_in_full_where_that_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["lists"]);
        PlaylistTrack[] tracks =
        [
            new(folder["music/Ünd 演歌.mp3"], 181.6, "Someone", "A title"),
            new(folder["lists/#1.mp3"], null, null, null),
        ];

        Playlist.Write(folder["lists/a.m3u8"], tracks, relative: true);
        Assert.Equal(
            "#EXTM3U\n#EXTINF:182,Someone - A title\n../music/Ünd 演歌.mp3\n#EXTINF:-1,#1\n./#1.mp3\n",
            File.ReadAllText(folder["lists/a.m3u8"]));
        Assert.Equal((byte)'#', File.ReadAllBytes(folder["lists/a.m3u8"])[0]);

        Playlist.Write(folder["lists/a.m3u8"], tracks, relative: false);
        Assert.Equal(tracks[0].Path, File.ReadAllLines(folder["lists/a.m3u8"])[2]);
    }

    [Fact]
    public void A_file_that_a_line_cannot_name_is_refused()
    {
        using var folder = new TemporaryFolder();
        string[] paths = ["/music/two\nlines.mp3", "/music/caf\uDCE9.mp3"];

        Assert.All(paths, path => Assert.False(Playlist.CanHold(path)));
        Assert.All(paths, path =>
            Assert.Throws<ArgumentException>(() => Playlist.Write(folder["a.m3u8"], [Of(path, null)], relative: false)));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_cue_sheet_counts_in_frames_of_a_CD_and_holds_at_most_99_parts()
    {
        MixPart[] parts = [new(0, 3723.52, "R\"B", 0.826, -9.14), new(3723.52, 4000, "Techno", 0.5, null)];

        Assert.Equal(
            "TITLE \"Friday\"\nFILE \"a/mix.MP3\" MP3\n"
            + "  TRACK 01 AUDIO\n    TITLE \"R'B\"\n    REM GENRE \"R'B\"\n    REM PROBABILITY 0.83\n    REM LEVEL -9.1 dBFS\n"
            + "    INDEX 01 00:00:00\n"
            + "  TRACK 02 AUDIO\n    TITLE \"Techno\"\n    REM GENRE \"Techno\"\n    REM PROBABILITY 0.50\n    INDEX 01 62:03:39\n",
            CueSheet.Of("a/mix.MP3", "Friday", parts));
        Assert.Throws<ArgumentException>(() => CueSheet.Of("a", "b", []));
        Assert.Throws<ArgumentException>(() => CueSheet.Of("a", "b", [.. Enumerable.Repeat(parts[0], 100)]));
    }

    [Fact]
    public async Task A_way_keeps_artists_apart_as_long_as_there_are_others()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        for (var i = 0; i < 12; i++)
        {
            File.WriteAllBytes(home[$"{i:D2}.wav"], Tagged(200 * Math.Pow(1.35, i), i % 4 == 3 ? "Other" : "Same"));
        }

        await home.ScanAsync();
        var similar = await SimilarTracks.LoadAsync(home.Database, shared.Analyzer.Model, default);
        var tracks = similar.Tracks.OrderBy(track => track.Path, StringComparer.Ordinal).ToList();
        Assert.Equal("Same", tracks[0].Artist);

        var way = similar.Between(tracks[0].Embedding, tracks[^1].Embedding, 6, _ => true, artistGap: 1);

        var artists = way.Select(track => track.Track.Artist).ToList();
        Assert.Equal(6, artists.Count);
        Assert.All(artists.Zip(artists.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    private static PlaylistTrack Of(string path, string? artist) => new(path, 100, artist, null);

    private static string? Artist(Random random) => random.Next(5) is > 0 and var artist ? $"artist {artist}" : null;

    // A tone with a list of texts at its end, in which IART is the artist.
    private static byte[] Tagged(double frequency, string artist)
    {
        var samples = Enumerable.Range(0, 22050).Select(i => (short)(16000 * Math.Sin(2 * Math.PI * frequency * i / 22050))).ToArray();
        var text = System.Text.Encoding.ASCII.GetBytes(artist.PadRight(6, '\0'));
        byte[] list = [.. "INFOIART"u8, .. BitConverter.GetBytes(text.Length), .. text];
        byte[] bytes = [.. WavFile.Bytes(samples), .. "LIST"u8, .. BitConverter.GetBytes(list.Length), .. list];
        BitConverter.GetBytes(bytes.Length - 8).CopyTo(bytes, 4);
        return bytes;
    }
}
