using MicroGenre.Signal;
using MicroGenre.Tagging;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

[Collection(TrainedModelTests.Name)]
public sealed class TagTests : IDisposable
{
    private readonly TrainedModelFixture _trained;
    private readonly TemporaryFolder _folder = new();

    public TagTests(TrainedModelFixture trained)
    {
        _trained = trained;
        Directory.CreateDirectory(Path.Combine(_folder["library"], "album"));
        File.Copy(trained.HighTone, High);
        File.Copy(trained.LowTone, Low);
    }

    private string High => Path.Combine(_folder["library"], "album", "high.wav");

    private string Low => Path.Combine(_folder["library"], "low.wav");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--dry-run")]
    [InlineData("--dry-run", "--force", "--csv", "genres.csv")]
    public async Task Without_write_nothing_is_changed_and_what_would_be_is_shown(params string[] options)
    {
        var (high, low) = (File.ReadAllBytes(High), File.ReadAllBytes(Low));

        var result = (await TagAsync(options)).Succeeds();

        Assert.Contains("High ", result.OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("Nothing was changed; with --write: ", result.OutputLines[^1], StringComparison.Ordinal);
        Assert.Equal(high, File.ReadAllBytes(High));
        Assert.Equal(low, File.ReadAllBytes(Low));
        Assert.Equal(2, Directory.GetFiles(_folder["library"], "*", SearchOption.AllDirectories).Length);
        Assert.False(File.Exists("genres.csv"));
    }

    [Fact]
    public async Task Genres_go_into_the_tags_and_stay_until_they_are_forced_out()
    {
        (await TagAsync("--write")).Succeeds();
        Assert.Equal("High", TagFile.Open(High)!.Genre);
        Assert.Equal("Low", TagFile.Open(Low)!.Genre);

        TagFile.Open(High)!.Write("Something else");
        var again = (await TagAsync("--write", "--json")).Succeeds().JsonLines;
        Assert.Equal(["kept", "kept"], again[..2].Select(line => line.GetProperty("action").GetString()));
        Assert.Equal(2, again[^1].GetProperty("kept").GetInt32());
        Assert.Equal("Something else", TagFile.Open(High)!.Genre);

        (await TagAsync("--write", "--force")).Succeeds();
        Assert.Equal("High", TagFile.Open(High)!.Genre);
    }

    [Fact]
    public async Task Tracks_of_a_folder_get_one_genre_and_show_their_own()
    {
        var album = Path.GetDirectoryName(High)!;
        File.Copy(_trained.HighTone, Path.Combine(album, "second.wav"));
        File.Copy(_trained.LowTone, Path.Combine(album, "odd.wav"));

        var lines = (await TagAsync("--group-by", "folder", "--write", "--json", "--min-confidence", "0")).Succeeds().JsonLines;

        var odd = lines[..^1].Single(line => line.GetProperty("file").GetString()!.EndsWith("odd.wav", StringComparison.Ordinal));
        Assert.Equal(("High", "Low"), (odd.GetProperty("genre").GetString(), odd.GetProperty("ownGenre").GetString()));
        Assert.Equal(album, odd.GetProperty("group").GetString());
        Assert.InRange(odd.GetProperty("probability").GetDouble(), 0.5, 0.9);
        Assert.Equal("High", TagFile.Open(Path.Combine(album, "odd.wav"))!.Genre);
        Assert.Equal("Low", TagFile.Open(Low)!.Genre);
    }

    [Fact]
    public async Task Tracks_of_an_album_within_a_folder_get_one_genre()
    {
        var album = Path.GetDirectoryName(High)!;
        File.WriteAllBytes(High, WithAlbum(_trained.HighTone, "Tones"));
        File.WriteAllBytes(Path.Combine(album, "second.wav"), WithAlbum(_trained.HighTone, "Tones"));
        File.WriteAllBytes(Path.Combine(album, "odd.wav"), WithAlbum(_trained.LowTone, "Tones"));
        File.WriteAllBytes(Path.Combine(album, "other.wav"), WithAlbum(_trained.LowTone, "Other tones"));

        var lines = (await TagAsync("--group-by", "album", "--json", "--min-confidence", "0")).Succeeds().JsonLines[..^1];

        Assert.Equal(
            ["high.wav: High", "odd.wav: High", "other.wav: Low", "second.wav: High", "low.wav: Low"],
            lines.Select(line => $"{Path.GetFileName(line.GetProperty("file").GetString())}: {line.GetProperty("genre").GetString()}"));
        Assert.Equal($"{album}: Tones", lines[1].GetProperty("group").GetString());
    }

    [Fact]
    public async Task Tracks_without_an_album_stand_alone_when_albums_are_grouped()
    {
        var lines = (await TagAsync("--group-by", "album", "--json")).Succeeds().JsonLines;

        Assert.Equal(["High", "Low"], lines[..2].Select(line => line.GetProperty("genre").GetString()));
        Assert.All(lines[..2], line => Assert.False(line.TryGetProperty("ownGenre", out _)));
    }

    [Fact]
    public async Task A_group_that_there_is_not_is_bad_usage() =>
        (await TagAsync("--group-by", "artist")).FailsWith(2, "--group-by must be one of album, folder, not 'artist'");

    [Fact]
    public async Task A_taxonomy_gives_genres_their_words_and_leaves_out_those_it_has_none_for()
    {
        File.WriteAllText(_folder["taxonomy.yaml"], "synonyms: {high: Treble}\nblacklist: [low]\n");

        var lines = (await TagAsync("--write", "--json", "--taxonomy", _folder["taxonomy.yaml"])).Succeeds().JsonLines;

        Assert.Equal(["tag", "unmapped"], lines[..2].Select(line => line.GetProperty("action").GetString()));
        Assert.Equal("Treble", TagFile.Open(High)!.Genre);
        Assert.Null(TagFile.Open(Low)!.Genre);
    }

    [Fact]
    public async Task Several_genres_go_into_one_file()
    {
        var lines = (await TagAsync("--write", "--json", "--genres", "2", "--min-confidence", "0")).Succeeds().JsonLines;

        Assert.Equal("High", lines[0].GetProperty("genre").GetString());
        Assert.Equal("Low", Assert.Single(lines[0].GetProperty("also").EnumerateArray()).GetProperty("genre").GetString());
        Assert.Equal(["High", "Low"], TagFile.Open(High)!.Genres);
    }

    [Fact]
    public async Task A_taxonomy_without_a_word_for_any_genre_is_bad_usage()
    {
        File.WriteAllText(_folder["genres.txt"], "polka\n");

        (await TagAsync("--taxonomy", _folder["genres.txt"])).FailsWith(2, "The taxonomy has no word for any of the model's genres: ");
    }

    [Fact]
    public async Task A_run_is_taken_back_byte_for_byte()
    {
        var (high, low) = (File.ReadAllBytes(High), File.ReadAllBytes(Low));
        var run = (await TagAsync("--write", "--json", "--journals", _folder["journals"])).Succeeds().JsonLines[^1]
            .GetProperty("run").GetString()!;

        Assert.Contains($"{run}  2 files", (await UndoAsync("--list")).Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal($"{run}: 2 restored, 0 as before, 0 left", (await UndoAsync()).Succeeds().OutputLines[^1]);

        Assert.Equal(high, File.ReadAllBytes(High));
        Assert.Equal(low, File.ReadAllBytes(Low));
        Assert.Contains("taken back", (await UndoAsync("--list")).Succeeds().Output, StringComparison.Ordinal);
        (await UndoAsync()).FailsWith(1, "There is no run to take back");
        (await UndoAsync("2001-01-01")).FailsWith(1, "There is no run '2001-01-01'");
        Assert.Equal($"{run}: 0 restored, 2 as before, 0 left", (await UndoAsync(run)).Succeeds().OutputLines[^1]);
    }

    [Fact]
    public async Task A_file_that_has_changed_since_is_left_and_told_of()
    {
        (await TagAsync("--write", "--journals", _folder["journals"])).Succeeds();
        TagFile.Open(High)!.Write("Mine");

        (await UndoAsync()).FailsWith(1, $"{High}: it has changed since; it was left.");

        Assert.Equal("Mine", TagFile.Open(High)!.Genre);
        Assert.Null(TagFile.Open(Low)!.Genre);
    }

    [Fact]
    public async Task A_page_compares_genres_before_and_after_a_dry_run()
    {
        TagFile.Open(High)!.Write("Noise & <more>");
        TagFile.Open(Low)!.Write("Mine");
        File.Copy(_trained.LowTone, Path.Combine(_folder["library"], "new.wav"));

        (await TagAsync("--html", _folder["diff.html"])).Succeeds();
        var kept = await File.ReadAllTextAsync(_folder["diff.html"]);
        (await TagAsync("--force", "--html", _folder["diff.html"])).Succeeds();
        var forced = await File.ReadAllTextAsync(_folder["diff.html"]);

        Assert.Contains("1 of 3 tracks would be tagged", kept, StringComparison.Ordinal);
        Assert.Matches("<ins>Low [0-9]+ %</ins>", kept);
        Assert.Contains("3 of 3 tracks would be tagged", forced, StringComparison.Ordinal);
        Assert.Matches("<del>Noise &amp; &lt;more&gt;</del></td><td><ins>High [0-9]+ %</ins>", forced);
        Assert.Equal("Mine", TagFile.Open(Low)!.Genre);
    }

    [Fact]
    public async Task Silence_and_noise_get_no_tag_however_low_the_confidence_and_the_reason_is_told()
    {
        var (silence, noise) = (Path.Combine(_folder["odd"], "silence.wav"), Path.Combine(_folder["odd"], "noise.wav"));
        Directory.CreateDirectory(_folder["odd"]);
        File.WriteAllBytes(silence, Wav.Of(OddSounds.Of("silence", 2)));
        File.WriteAllBytes(noise, Wav.Of(OddSounds.Of("white noise")));
        var before = (File.ReadAllBytes(silence), File.ReadAllBytes(noise));

        var lines =
            (await WarmCli.RunAsync("tag", _folder["odd"], "--write", "--force", "--min-confidence", "0", "--json", "--models",
                Repository.PathOf("models"))).Succeeds().JsonLines;

        Assert.Equal(["unfamiliar", "no_music"], lines[..2].Select(line => line.GetProperty("verdict").GetString()));
        Assert.All(lines[..2], line => Assert.Equal("noGenre", line.GetProperty("action").GetString()));
        Assert.All(lines[..2], line => Assert.NotEmpty(line.GetProperty("reason").GetString()!));
        Assert.Equal((2, 0), (lines[^1].GetProperty("noGenre").GetInt32(), lines[^1].GetProperty("tagged").GetInt32()));
        Assert.Equal(before.Item1, File.ReadAllBytes(silence));
        Assert.Equal(before.Item2, File.ReadAllBytes(noise));
        Assert.Equal(2, Directory.GetFiles(_folder["odd"]).Length);
    }

    [Fact]
    public async Task A_moment_of_sound_is_tagged_only_when_a_confidence_is_named()
    {
        Directory.CreateDirectory(_folder["short"]);
        File.WriteAllBytes(Path.Combine(_folder["short"], "short.wav"), Wav.Of(OddSounds.Of("mains hum", 1)));
        string[] arguments = ["tag", _folder["short"], "--json", "--models", Repository.PathOf("models")];

        var unsure = (await WarmCli.RunAsync(arguments)).Succeeds().JsonLines[0];
        var named = (await WarmCli.RunAsync([.. arguments, "--min-confidence", "0"])).Succeeds().JsonLines[0];

        Assert.Equal("unsure", unsure.GetProperty("action").GetString());
        Assert.Contains("too short", unsure.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("tag", named.GetProperty("action").GetString());
    }

    [Fact]
    public async Task Genres_that_are_not_probable_enough_are_not_written()
    {
        var lines = (await TagAsync("--write", "--json", "--min-confidence", "1")).Succeeds().JsonLines;

        Assert.All(lines[..2], line => Assert.Contains(line.GetProperty("action").GetString(), (string?[])["unsure", "tag"]));
        Assert.All(lines[..2].Where(line => line.GetProperty("probability").GetDouble() < 0.999), line =>
            Assert.Equal("unsure", line.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task A_csv_file_takes_all_genres_and_no_audio_is_touched()
    {
        var high = File.ReadAllBytes(High);

        (await TagAsync("--write", "--csv", _folder["all.csv"])).Succeeds();

        var lines = File.ReadAllLines(_folder["all.csv"]);
        Assert.Equal("path,genre,probability", lines[0]);
        Assert.StartsWith($"{High},High,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{Low},Low,", lines[2], StringComparison.Ordinal);
        Assert.Equal(high, File.ReadAllBytes(High));
    }

    [Fact]
    public async Task Files_that_hold_no_tags_go_to_the_csv_file_and_broken_ones_are_reported()
    {
        // Sun audio: 16-bit samples, their first byte first, behind a header of six numbers.
        var wav = File.ReadAllBytes(_trained.HighTone)[44..];
        byte[] au = [.. ".snd"u8, 0, 0, 0, 24, .. Big(wav.Length), 0, 0, 0, 3, .. Big(22050), 0, 0, 0, 1,
            .. wav.Chunk(2).SelectMany(sample => sample.Reverse())];
        File.WriteAllBytes(Path.Combine(_folder["library"], "sun, old.au"), au);
        File.WriteAllText(Path.Combine(_folder["library"], "broken.mp3"), "no music");

        var result = await TagAsync("--write");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("broken.mp3", Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Contains("2 tagged, 1 to", result.OutputLines[^1], StringComparison.Ordinal);
        Assert.EndsWith("1 broken", result.OutputLines[^1], StringComparison.Ordinal);
        Assert.StartsWith($"\"{Path.Combine(_folder["library"], "sun, old.au")}\",High,",
            File.ReadAllLines(Path.Combine(_folder["library"], "genres.csv"))[1], StringComparison.Ordinal);
        Assert.Equal(au, File.ReadAllBytes(Path.Combine(_folder["library"], "sun, old.au")));
    }

    [Fact]
    public async Task One_file_is_tagged_by_its_name()
    {
        (await WarmCli.RunAsync("tag", High, "--write", "--model", TrainedModelFixture.Model, "--models", _trained.Models)).Succeeds();

        Assert.Equal("High", TagFile.Open(High)!.Genre);
        Assert.Null(TagFile.Open(Low)!.Genre);
    }

    [Fact]
    public async Task A_read_only_file_goes_to_the_csv_file_with_the_reason()
    {
        var bytes = File.ReadAllBytes(High);
        File.SetAttributes(High, FileAttributes.ReadOnly);

        var lines = (await TagAsync("--write", "--json")).Succeeds().JsonLines;

        Assert.Equal(("sidecar", "it is read-only"),
            (lines[0].GetProperty("action").GetString(), lines[0].GetProperty("reason").GetString()));
        Assert.Equal(bytes, File.ReadAllBytes(High));
        Assert.Equal("High", File.ReadAllLines(Path.Combine(_folder["library"], "genres.csv"))[1].Split(',')[1]);
    }

    [Fact]
    public async Task The_csv_file_keeps_what_it_says_of_other_tracks_and_a_file_of_another_kind_stays()
    {
        File.WriteAllLines(_folder["list.csv"], ["path,genre,probability", "\"other, track.au\",Jazz,0.9", $"{High},Old,0.1"]);

        (await TagAsync("--write", "--csv", _folder["list.csv"])).Succeeds();

        var lines = File.ReadAllLines(_folder["list.csv"]);
        Assert.Equal(4, lines.Length);
        Assert.Equal("\"other, track.au\",Jazz,0.9", lines[1]);
        Assert.StartsWith($"{High},High,", lines[2], StringComparison.Ordinal);

        File.WriteAllText(_folder["list.csv"], "a diary\n");
        (await TagAsync("--write", "--csv", _folder["list.csv"])).FailsWith(1, "is not a list of genres");
        Assert.Equal("a diary\n", File.ReadAllText(_folder["list.csv"]));
    }

    [Fact]
    public async Task A_recording_without_sizes_is_tagged_and_sounds_the_same()
    {
        // A recorder that was cut off: no size is written, and the audio goes on to the end.
        var bytes = File.ReadAllBytes(High);
        bytes.AsSpan(4, 4).Clear();
        bytes.AsSpan(40, 4).Clear();
        File.WriteAllBytes(High, bytes);
        var audio = AudioDigest.Of(High);

        (await TagAsync("--write")).Succeeds();

        Assert.Equal(audio, AudioDigest.Of(High));
        Assert.Equal("High", TagFile.Open(High)!.Genre);
    }

    [Theory]
    [InlineData(2, "exclude each other", "--write", "--dry-run")]
    [InlineData(2, "--min-confidence must be in the range 0 to 1", "--min-confidence", "50")]
    [InlineData(2, "The taxonomy '/nowhere.yaml' cannot be read", "--taxonomy", "/nowhere.yaml")]
    [InlineData(2, "--genres must be in the range 1 to 3", "--genres", "4")]
    [InlineData(1, "http://localhost:1/ does not answer", "--server", "http://localhost:1")]
    public async Task What_cannot_be_done_is_told_in_one_line(int exitCode, string reason, params string[] options) =>
        (await TagAsync(options)).FailsWith(exitCode, reason);

    [Fact]
    public async Task Music_that_is_not_there_is_told() =>
        (await WarmCli.RunAsync("tag", _folder["nothing"], "--model", TrainedModelFixture.Model, "--models", _trained.Models))
            .FailsWith(1, "There is no file or folder");

    private static byte[] Big(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    // The file with a list of texts at its end, in which IPRD is the album.
    private static byte[] WithAlbum(string wav, string album)
    {
        var text = System.Text.Encoding.ASCII.GetBytes(album.PadRight(album.Length + 2 - (album.Length % 2), '\0'));
        byte[] list = [.. "INFOIPRD"u8, .. BitConverter.GetBytes(text.Length), .. text];
        byte[] bytes = [.. File.ReadAllBytes(wav), .. "LIST"u8, .. BitConverter.GetBytes(list.Length), .. list];
        BitConverter.GetBytes(bytes.Length - 8).CopyTo(bytes, 4);
        return bytes;
    }

    private Task<CliResult> UndoAsync(params string[] options) =>
        Cli.RunAsync(["library", "undo", "--journals", _folder["journals"], .. options]);

    private Task<CliResult> TagAsync(params string[] options) =>
        WarmCli.RunAsync(["tag", _folder["library"], "--model", TrainedModelFixture.Model, "--models", _trained.Models, .. options]);
}
