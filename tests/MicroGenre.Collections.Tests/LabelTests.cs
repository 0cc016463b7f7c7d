using MicroGenre.Collections.Exchange;
using MicroGenre.Collections.Labels;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Collections.Tests;

public sealed class LabelTests(LibraryFixture shared) : IClassFixture<LibraryFixture>
{
    public static TheoryData<string> Kinds => ScanTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_label_is_found_in_any_spelling_and_outlives_scans_renames_and_exports(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        WavFile.WriteTone(home["a.wav"]);
        WavFile.WriteTone(home["b.wav"], frequency: 900);
        await home.ScanAsync();
        var labels = new LibraryLabels(home.Database);

        Assert.Equal("Hip-Hop", (await labels.SetAsync(home["a.wav"], " Hip-Hop ", default)).Label);
        File.Move(home["a.wav"], home["c.wav"]);
        await home.ScanAsync();
        var file = home.Beside("music.parquet");
        await LibraryExchange.ExportAsync(home.Database, file, new TrackQuery(), default);
        await LibraryExchange.ImportAsync(home.Database, file, default);

        var row = Assert.Single(await labels.FindAsync("hip hop", default));
        Assert.Equal((home["c.wav"], "Hip-Hop"), (row.Path, row.Label));
        Assert.Equal(shared.Model.Space!.Width, row.Sound!.Place!.Length);
        await labels.SetAsync(home["c.wav"], null, default);
        Assert.Empty(await labels.FindAsync("hip hop", default));
    }

    [Fact]
    public async Task The_place_of_a_track_is_that_of_its_answer()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        WavFile.WriteTone(home["a.wav"]);
        await home.ScanAsync();

        var settings = shared.Model.Card.Recipe.Features;
        var clip = AudioFile.Read(home["a.wav"], settings.SampleRate);
        var place = shared.Model.Space!.Locate(shared.Model.Answer(Feature.Compute(clip.Samples, settings)));
        Assert.Equal(place, Assert.Single(await home.RowsAsync()).Sound!.Place);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Tracks_that_are_far_from_others_and_have_no_label_are_suggested_first(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        await AddAsync(home.Database, shared.Analyzer.Model, ("near", null, 1), ("far", null, 9), ("known", "rock", 1.1));
        var labels = new LibraryLabels(home.Database);

        Assert.Equal(["far", "near"], (await labels.SuggestAsync(5, default)).Select(found => found.Track.Path));
        Assert.Equal("far", Assert.Single(await labels.SuggestAsync(1, default)).Track.Path);
        Assert.All(await labels.SuggestAsync(5, default), found => Assert.InRange(found.Uncertainty, 0.1, 1));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Tags_that_a_confident_model_contradicts_are_found_unless_their_owner_has_decided(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        await using (var context = home.Database.Connect())
        {
            context.AddRange(
                Tagged("agrees", "Rock"), Tagged("weak", "jazz", rock: 0.8, jazz: 0.15),
                Tagged("strong", "Jazz; Swing", rock: 0.8, jazz: 0.01),
                Tagged("unsure", "jazz", rock: 0.7, jazz: 0.2), Tagged("labelled", "jazz", label: "jazz"), Tagged("untagged", null),
                Tagged("gone", "jazz", isGone: true), Tagged("unknown", "Chanson"));
            await context.SaveChangesAsync();
        }

        var labels = new LibraryLabels(home.Database);
        var found = await labels.FindDisagreementsAsync(10, LibraryLabels.ConfidentProbability, default);

        Assert.Equal(["strong", "weak"], found.Select(track => track.Track.Path));
        Assert.Equal(("jazz", 0.01), (found[0].Contradiction.Tagged, found[0].Contradiction.TaggedProbability));
        Assert.Equal("strong", Assert.Single(await labels.FindDisagreementsAsync(1, 0.8, default)).Track.Path);
        Assert.Equal(3, (await labels.FindDisagreementsAsync(10, 0.7, default)).Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_wrong_label_among_right_ones_is_doubtful(string kind)
    {
        using var home = await new LibraryHome(shared, kind).CreateAsync();
        await AddAsync(home.Database, shared.Analyzer.Model, [.. Enumerable.Range(0, 24).Select(i =>
            ($"{i:00}", (string?)(i == 5 ? "jazz" : i % 2 == 0 ? "jazz" : "rock"), i % 2 == 0 ? 5.0 + (0.01 * i) : -5.0 - (0.01 * i)))]);

        var doubtful = Assert.Single(await new LibraryLabels(home.Database).FindDoubtfulAsync(default));

        Assert.Equal(("05", "jazz", "rock"), (doubtful.Track.Path, doubtful.Track.Label, doubtful.Suggestion));
        Assert.True(doubtful.Odds > 0);
    }

    [Fact]
    public async Task What_cannot_be_answered_says_why()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        var labels = new LibraryLabels(home.Database);
        Assert.Contains("no tracks yet", await RefusedAsync(() => labels.SuggestAsync(20, default)), StringComparison.Ordinal);
        await AddAsync(home.Database, shared.Analyzer.Model, ("a", "rock", 1));
        Assert.Contains(
            "1 tracks with labels of 1 genres", await RefusedAsync(() => labels.FindDoubtfulAsync(default)), StringComparison.Ordinal);
        Assert.Contains("does not contain", await RefusedAsync(() => labels.SetAsync("none", "rock", default)), StringComparison.Ordinal);
        await Assert.ThrowsAsync<LessonException>(() => labels.SetAsync("a", "  ", default));
    }

    private LibraryTrack Tagged(
        string path, string? tag, double rock = 0.9, double jazz = 0.05, string? label = null, bool isGone = false) => new()
    {
        Path = path,
        Sha256 = path,
        Model = shared.Analyzer.Model,
        TagGenre = tag,
        Label = label,
        IsGone = isGone,
        Genre = "rock",
        Probability = rock,
        Sound = new TrackSound
        {
            Genres = [new GenreShare("rock", rock), new GenreShare("jazz", jazz)], OverTime = [], Embedding = [1, 0],
        },
    };

    private static async Task<string> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<LibraryException>(act)).Message;

    // Tracks along a line.
    private static async Task AddAsync(LibraryDatabase database, string model, params (string Path, string? Label, double Place)[] tracks)
    {
        await using var context = database.Connect();
        context.AddRange(tracks.Select(track => new LibraryTrack
        {
            Path = track.Path,
            Sha256 = track.Path,
            Model = model,
            Label = track.Label,
            Sound = new TrackSound
            {
                Genres = [new GenreShare("rock", 0.6), new GenreShare("jazz", 0.4)],
                OverTime = [],
                Embedding = [1, 0],
                Place = [(float)track.Place, 1],
            },
        }));
        await context.SaveChangesAsync();
    }
}
