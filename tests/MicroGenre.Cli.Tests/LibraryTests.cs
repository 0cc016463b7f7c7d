using System.Diagnostics;
using System.Text.Json;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>The library as its users and their programs see it.</summary>
public sealed class LibraryTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();

    public LibraryTests() => Directory.CreateDirectory(_folder["music"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_library_is_made_scanned_listed_shown_searched_and_taken_along()
    {
        WriteTone("low.wav", 110);
        WriteTone("low2.wav", 112);
        WriteTone("high.wav", 5000);
        File.WriteAllText(Music("broken.wav"), "text");
        (await RunAsync("add", _folder["music"])).Succeeds();

        var scan = (await RunAsync("scan", "--json")).JsonLines[^1];
        Assert.Equal(["tracks", "new", "changed", "gone", "failed", "seconds"], scan.EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            (3, 3, 1), (scan.GetProperty("tracks").GetInt32(), scan.GetProperty("new").GetInt32(), scan.GetProperty("failed").GetInt32()));

        var rows = (await RunAsync("list", "--json")).Succeeds().JsonLines;
        Assert.Equal([Music("high.wav"), Music("low.wav"), Music("low2.wav")], rows.Select(FileOf));
        Assert.All(rows, row => Assert.Equal(64, row.GetProperty("sha256").GetString()!.Length));
        Assert.All(rows, row => Assert.NotEmpty(row.GetProperty("genres")[0].GetProperty("label").GetString()!));
        Assert.All(rows, row => Assert.True(row.TryGetProperty("tempo", out _) && row.TryGetProperty("key", out _)));
        Assert.Equal(3, rows[0].GetProperty("duration").GetDouble(), precision: 1);
        Assert.Equal(Music("broken.wav"), FileOf(Assert.Single((await RunAsync("list", "--failed", "--json")).Succeeds().JsonLines)));

        var similar = (await RunAsync("similar", Music("low.wav"), "--json")).Succeeds().JsonLines;
        Assert.Equal(Music("low2.wav"), FileOf(similar[0]));
        Assert.Equal(2, similar.Length);
        Assert.True(similar[0].GetProperty("similarity").GetDouble() >= similar[1].GetProperty("similarity").GetDouble());

        Assert.Contains("length", (await RunAsync("show", Music("low.wav"))).Succeeds().Output, StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single((await RunAsync("status", "--json")).Succeeds().JsonLines).GetProperty("tracks").GetInt32());
        (await RunAsync("export", _folder["music.parquet"])).Succeeds();
        Assert.Contains(
            "0 added, 3 replaced", (await RunAsync("import", _folder["music.parquet"])).Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("4 files removed", (await RunAsync("remove", _folder["music"])).Succeeds().Output, StringComparison.Ordinal);
        Assert.Empty((await RunAsync("list", "--json")).Succeeds().JsonLines);
    }

    [Fact]
    public async Task Labels_are_suggested_kept_and_teach_a_genre_without_hearing_its_tracks_again()
    {
        for (var i = 0; i < 3; i++)
        {
            WriteTone($"beep{i}.wav", 500 + (70 * i));
        }

        WriteTone("low.wav", 110);
        (await RunAsync("add", _folder["music"])).Succeeds();
        (await RunAsync("scan")).Succeeds();
        Assert.Equal(4, (await RunAsync("suggest", "--json")).Succeeds().JsonLines.Length);
        foreach (var beep in (string[])["beep0.wav", "beep1.wav", "beep2.wav"])
        {
            (await RunAsync("label", Music(beep), "Beeps")).Succeeds();
        }

        Assert.Equal(Music("low.wav"), FileOf(Assert.Single((await RunAsync("suggest", "--json")).Succeeds().JsonLines)));
        (await RunAsync("doubtful")).FailsWith(1, "it takes at least 20 tracks of two genres");
        (await RunAsync("label", Music("low.wav"))).FailsWith(2, "either the genre or --remove");

        // What is gone cannot be heard. A model sees tracks where the one did that it was taught from.
        _folder.CopyFrom(Repository.PathOf("models", "gtzan", "5"), "models/gtzan/5");
        Directory.Delete(_folder["music"], recursive: true);
        var taught = (await WarmCli.RunAsync(
            "teach", "beeps", "--library", _folder.Path, "--models", _folder["models"], "--json")).Succeeds().JsonLines[0];
        Assert.Equal(3, taught.GetProperty("taught")[0].GetProperty("examples").GetInt32());
        (await WarmCli.RunAsync(
            "teach", "more", Music("beep0.wav"), Music("low.wav"), "--library", _folder.Path, "--models", _folder["models"])).Succeeds();
    }

    [Fact]
    public async Task Without_a_library_commands_say_how_to_make_one() => (await RunAsync("scan")).FailsWith(1, "microgenre library add");

    [Fact]
    public async Task A_damaged_library_is_named_and_left()
    {
        File.WriteAllText(_folder["library.db"], "no database");

        (await RunAsync("status")).FailsWith(1, _folder["library.db"]);

        Assert.Equal("no database", File.ReadAllText(_folder["library.db"]));
    }

    [LinuxFact]
    public async Task Scans_that_are_killed_lose_at_most_a_batch_and_the_next_ends_with_every_track_once()
    {
        const int files = 120;
        const int kills = 3;
        for (var i = 0; i < files; i++)
        {
            WriteTone($"{i:D3}.wav", 200 + (10 * i), seconds: 1);
        }

        (await RunAsync("add", _folder["music"])).Succeeds();
        var known = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            using var scan = Cli.Start(new ProcessStartInfo(BuiltProgram.CommandLine, Arguments("scan")));
            await Eventually.HoldsAsync(async () => scan.HasExited || await CountAsync() > known, Limit, "the scan commits a batch");
            scan.Kill();
            await scan.WaitForExitAsync();
            var left = await CountAsync();
            Assert.True(left >= known, $"{left} tracks after {known}");
            known = left;
        }

        var last = (await RunAsync("scan", "--json")).Succeeds().JsonLines[^1];
        Assert.Equal((files, files - known), (last.GetProperty("tracks").GetInt32(), last.GetProperty("new").GetInt32()));
        Assert.Equal(files, (await RunAsync("list", "--json")).JsonLines.Select(FileOf).Distinct().Count());
    }

    [TinyDiskFact]
    public async Task A_full_disk_is_told_in_one_line_and_the_scan_goes_on_when_there_is_room()
    {
        const int files = 60;
        for (var i = 0; i < files; i++)
        {
            WriteTone($"{i:D2}.wav", 200 + (10 * i), seconds: 1);
        }

        // What fills the disk leaves the library some room: it is full in the midst of the scan.
        Directory.CreateDirectory(_folder["disk"]);
        string[] place = ["--library", _folder["disk"], "--models", Repository.PathOf("models")];
        const string script = """
            program=$1 music=$2 ballast=$3; shift 3
            "$program" library add "$music" "$@"
            cat /dev/zero > "$ballast" 2> /dev/null; truncate -s -96K "$ballast"
            "$program" library scan --json "$@"; echo "exit code $?"
            rm "$ballast"
            "$program" library scan --json "$@"
            """;
        var result = await Cli.RunAsync(
            TinyDisk.Run(_folder["disk"], "1m",
                ["sh", "-c", script, "sh", BuiltProgram.CommandLine, _folder["music"], _folder["disk/ballast"], .. place]), null);

        Assert.Contains("exit code 1", result.Output, StringComparison.Ordinal);
        Assert.Matches("^microgenre: The disk of the library '.*' is full[^\n]*\n$", result.Error);
        Assert.Contains($"\"tracks\":{files},", result.Output, StringComparison.Ordinal);
    }

    private static string FileOf(JsonElement line) => line.GetProperty("file").GetString()!;

    private async Task<int> CountAsync() => (await RunAsync("status", "--json")).JsonLines[0].GetProperty("tracks").GetInt32();

    private string Music(string name) => Path.Combine(_folder["music"], name);

    private void WriteTone(string name, double frequency, double seconds = 3) => WavFile.WriteTone(Music(name), seconds, frequency);

    private string[] Arguments(params string[] arguments) =>
        ["library", .. arguments, "--library", _folder.Path, "--models", Repository.PathOf("models")];

    private Task<CliResult> RunAsync(params string[] arguments) => WarmCli.RunAsync(Arguments(arguments));
}
