using System.Runtime.Versioning;
using MicroGenre.Tagging;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>What owners do with a library that is scanned: tag it, take that back, make playlists.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LibraryInUseTests(DocumentedModels models) : IClassFixture<DocumentedModels>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly DocumentedFolder _folder = models.Copy();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task A_library_is_tagged_from_its_last_scan_and_taken_back()
    {
        await ScanAsync("music-test");
        var files = Directory.GetFiles(_folder["music-test"], "*", SearchOption.AllDirectories);
        var before = files.Select(File.ReadAllBytes).ToList();

        var dry = (await RunAsync("microgenre library tag --json --taxonomy genres.yaml")).Succeeds().JsonLines;
        Assert.Equal(before, files.Select(File.ReadAllBytes));
        var lines = (await RunAsync("microgenre library tag --json --taxonomy genres.yaml --genres 2 --write")).Succeeds().JsonLines;

        Assert.Equal(dry[^1].GetProperty("tagged").GetInt32(), lines[^1].GetProperty("tagged").GetInt32());
        Assert.InRange(lines[^1].GetProperty("tagged").GetInt32(), files.Length / 2, files.Length);
        Assert.All(
            lines[..^1].Where(line => line.GetProperty("action").GetString() == "tag"),
            line => Assert.Equal(line.GetProperty("genre").GetString(), TagFile.Open(line.GetProperty("file").GetString()!)!.Genres[0]));
        Assert.Subset(
            new HashSet<string>(["Rock", "Classical"]),
            files.SelectMany(file => TagFile.Open(file)!.Genres).ToHashSet(StringComparer.Ordinal));

        (await RunAsync("microgenre library undo")).Succeeds();
        Assert.Equal(before, files.Select(File.ReadAllBytes));
    }

    [LinuxFact]
    public async Task A_run_of_a_thousand_files_that_is_killed_in_the_middle_is_taken_back_byte_for_byte()
    {
        const int count = 1000;
        var source = _folder["music-test/rock/rock.1.wav"];
        Directory.CreateDirectory(_folder["many"]);
        var original = await File.ReadAllBytesAsync(source);
        for (var i = 0; i < count; i++)
        {
            await File.WriteAllBytesAsync(_folder[$"many/{i:D4}.wav"], original);
        }

        await ScanAsync("many");
        // Nobody reads what it says: it waits in the middle, when the pipe is full.
        using (var run = Cli.Start(_folder.Start(["exec microgenre library tag --json --write --min-confidence 0"])))
        {
            await Eventually.HoldsAsync(() => run.HasExited || Changed() > count / 5, Limit, "a fifth of the files is tagged");
            run.Kill();
            await run.WaitForExitAsync();
        }

        var changed = Changed();
        Assert.InRange(changed, count / 5, count - 1);

        var sum = (await RunAsync("microgenre library undo --json")).Succeeds().JsonLines[^1];
        Assert.Equal((changed, 0), (sum.GetProperty("restored").GetInt32(), sum.GetProperty("left").GetInt32()));
        Assert.All(Directory.GetFiles(_folder["many"]), file => Assert.Equal(original, File.ReadAllBytes(file)));
        Assert.Equal(count, Directory.GetFiles(_folder["many"]).Length);

        int Changed() => Directory.GetFiles(_folder["many"], "*.wav").Count(file => new FileInfo(file).Length != original.Length);
    }

    [LinuxFact]
    public async Task Playlists_hold_what_matches_what_sounds_alike_and_a_way()
    {
        await ScanAsync("music-test");

        (await RunAsync("microgenre library playlist lists.m3u8 --genre rock --minutes 0.5 --artist-gap 2")).Succeeds();
        var rock = await TracksAsync("lists.m3u8");
        Assert.InRange(rock.Count, 1, 5);
        Assert.All(rock, path => Assert.StartsWith("music-test/", path, StringComparison.Ordinal));
        Assert.All(rock, path => Assert.True(File.Exists(_folder[path])));

        var seed = _folder["music-test/rock/rock.1.wav"];
        var alike = (await RunAsync($"microgenre library playlist alike.m3u8 --like {seed} --tracks 5 --absolute --json")).Succeeds()
            .JsonLines;
        Assert.Equal(5, alike[^1].GetProperty("tracks").GetInt32());
        Assert.Equal(seed, (await TracksAsync("alike.m3u8"))[0]);
        Assert.Equal(alike[..^1].Select(line => line.GetProperty("file").GetString()), await TracksAsync("alike.m3u8"));

        var goal = _folder["music-test/classical/classical.1.wav"];
        (await RunAsync($"microgenre library playlist way.m3u8 --from {seed} --to {goal} --tracks 6")).Succeeds();
        var way = await TracksAsync("way.m3u8");
        Assert.Equal(6, way.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(("music-test/rock/rock.1.wav", "music-test/classical/classical.1.wav"), (way[0], way[^1]));

        (await RunAsync($"microgenre library playlist short.m3u8 --from {seed} --to {goal} --minutes 0.4")).Succeeds();
        Assert.Equal(4, (await TracksAsync("short.m3u8")).Count);

        (await RunAsync("microgenre library playlist none.m3u8 --artist Nobody")).FailsWith(1, "The library has no such tracks.");
        (await RunAsync($"microgenre library playlist none.m3u8 --from {seed}")).FailsWith(2, "--from and --to belong together");
        (await RunAsync("microgenre library playlist none.m3u8 --tracks 0")).FailsWith(2, "--tracks must be at least 1");
        Assert.False(File.Exists(_folder["none.m3u8"]));
    }

    [LinuxFact]
    public async Task A_cue_sheet_names_the_parts_of_a_mix_with_genre_and_energy()
    {
        // Some time of one genre, then of the other.
        short[] first = [.. Enumerable.Range(1, 4).SelectMany(_ => Samples("music-test/classical/classical.1.wav"))];
        short[] second = [.. Enumerable.Range(1, 4).SelectMany(_ => Samples("music-test/rock/rock.1.wav"))];
        await File.WriteAllBytesAsync(_folder["long mix.wav"], WavFile.Bytes([.. first, .. second]));

        var parts = (await RunAsync("microgenre cue 'long mix.wav' --model a --shortest 10 --json")).Succeeds().JsonLines;

        Assert.Equal(["Classical", "Rock"], parts.Select(part => part.GetProperty("genre").GetString()));
        Assert.Equal(24, parts[1].GetProperty("start").GetDouble(), tolerance: 3);
        Assert.All(parts, part => Assert.InRange(part.GetProperty("level").GetDouble(), -40, -3));
        var sheet = await File.ReadAllLinesAsync(_folder["long mix.cue"]);
        Assert.Equal(["TITLE \"long mix\"", "FILE \"long mix.wav\" WAVE", "  TRACK 01 AUDIO"], sheet[..3]);
        Assert.Contains("    INDEX 01 00:00:00", sheet);
        Assert.Equal(2, sheet.Count(line => line.StartsWith("    REM GENRE", StringComparison.Ordinal)));
    }

    private short[] Samples(string track) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(_folder[track]).AsSpan(44)).ToArray();

    private async Task ScanAsync(string music) =>
        (await RunAsync($"microgenre library add {music}", "microgenre library scan --model a")).Succeeds();

    private async Task<List<string>> TracksAsync(string playlist) =>
        [.. (await File.ReadAllLinesAsync(_folder[playlist])).Where(line => !line.StartsWith('#'))];

    private Task<CliResult> RunAsync(params string[] lines) => _folder.RunAsync(lines);
}
