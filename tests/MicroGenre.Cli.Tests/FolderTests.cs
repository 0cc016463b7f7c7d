using System.Diagnostics;
using MicroGenre.Tagging;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>Folders as they are found on people's disks: with links, pipes, odd names and other files.</summary>
[Collection(TrainedModelTests.Name)]
public sealed class FolderTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly TrainedModelFixture _trained;
    private readonly TemporaryFolder _folder = new();

    public FolderTests(TrainedModelFixture trained)
    {
        _trained = trained;
        Directory.CreateDirectory(_folder["music/album"]);
        File.Copy(trained.HighTone, _folder["music/album/a.wav"]);
    }

    public void Dispose()
    {
        // Names that are not UTF-8 are beyond the runtime.
        Shell("rm -rf \"$1\"", _folder.Path);
        _folder.Dispose();
    }

    [LinuxFact]
    public async Task Pipes_sockets_and_links_that_lead_nowhere_are_skipped_and_named()
    {
        Shell("mkfifo \"$1/pipe.wav\"; ln -s nowhere \"$1/lost.wav\"; ln -s self.wav \"$1/self.wav\"", _folder["music"]);
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_folder["music/socket.wav"]));

        var result = await ClassifyAsync(_folder["music"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            ["lost.wav: it is a link that leads nowhere", "pipe.wav: it is a named pipe", "self.wav: it is a link that leads nowhere",
                "socket.wav: it is a socket"],
            result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[(line.LastIndexOf('/') + 1)..]));
        Assert.Equal([false, true, true, true, true], result.JsonLines.Select(line => line.TryGetProperty("error", out _)));
    }

    [LinuxFact]
    public async Task A_data_set_with_a_pipe_in_it_is_read_without_it()
    {
        Directory.CreateDirectory(_folder["data/low"]);
        Directory.CreateDirectory(_folder["data/high"]);
        File.Copy(_trained.HighTone, _folder["data/high/a.wav"]);
        File.Copy(_trained.LowTone, _folder["data/low/a.wav"]);
        Shell("mkfifo \"$1/pipe.wav\"", _folder["data/low"]);

        var evaluated = await RunAsync("evaluate", "--data", _folder["data"], "--json");
        Assert.Contains("low/pipe.wav: it is a named pipe (skipped)", evaluated.Error, StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(evaluated.JsonLines).GetProperty("tracks").GetInt32());
        Assert.Contains("low/pipe.wav: it is a named pipe", (await WarmCli.RunAsync("data", "check", _folder["data"])).Succeeds().Output,
            StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_request_to_terminate_ends_the_program_while_it_waits_for_a_pipe()
    {
        Shell("mkfifo \"$1\"", _folder["pipe.wav"]);
        using var process = Cli.Start(new ProcessStartInfo(
            BuiltProgram.CommandLine,
                ["classify", _folder["pipe.wav"], "--model", TrainedModelFixture.Model, "--models", _trained.Models]));

        // Opening a pipe for writing waits for its reader: from then on the program is reading.
        await using var writer = await Task.Run(
            () => new FileStream(_folder["pipe.wav"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)).WaitAsync(Limit);

        Shell("kill -TERM \"$1\"", $"{process.Id}");

        await process.WaitForExitAsync().WaitAsync(Limit);
        (await Cli.FinishAsync(process)).FailsWith(143, "interrupted");
    }

    [LinuxFact]
    public async Task Each_file_is_taken_once_whatever_links_lead_to_it()
    {
        Shell("ln -s . \"$1/loop\"; ln -s .. \"$1/album/up\"; ln -s album \"$1/also\"; ln -s album/a.wav \"$1/0.wav\"; ln "
            + "\"$1/album/a.wav\" \"$1/hard.wav\"", _folder["music"]);

        var lines = (await ClassifyAsync(_folder["music"], _folder["music/album"])).JsonLines;

        Assert.Equal(_folder["music/album/a.wav"], Assert.Single(lines).GetProperty("file").GetString());
        var tagged = await RunAsync("tag", _folder["music"], "--json");
        Assert.Equal(2, tagged.JsonLines.Length);
    }

    [Fact]
    public async Task Every_ending_of_audio_is_taken_and_the_others_are_told_of()
    {
        foreach (var name in new[] { "b.WAVE", "c.bwf", "d.mp4", "e.m4b", "f.mka", "g.webm", "h.spx", "i.mp2", "j.ac3", "k.mov", "l.3gp",
            "m.mkv" })
        {
            File.Copy(_trained.LowTone, _folder[$"music/{name}"]);
        }

        File.WriteAllText(_folder["music/cover.jpg"], "a picture");
        File.WriteAllText(_folder["music/notes.txt"], "text");
        string[] arguments = ["classify", _folder["music"], "--model", TrainedModelFixture.Model, "--models", _trained.Models];

        var result = await WarmCli.RunAsync(arguments);
        Assert.Equal(13, result.OutputLines.Count(line => line.Contains("(tones/1", StringComparison.Ordinal)));
        Assert.Equal(
            "microgenre: left out 2 files: 2 not named like an audio file (cover.jpg, notes.txt). --verbose lists them.\n", result.Error);

        var each = (await WarmCli.RunAsync([.. arguments, "--verbose"])).Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [$"microgenre: {_folder["music/cover.jpg"]}: left out: it is not named like an audio file",
                $"microgenre: {_folder["music/notes.txt"]}: left out: it is not named like an audio file"], each);
    }

    [LinuxFact]
    public async Task Names_that_are_not_utf8_work_in_folders_and_by_themselves()
    {
        Shell("mkdir \"$1/$(printf 'p\\366p')\"; cp \"$1/album/a.wav\" \"$1/$(printf 'p\\366p')/b.wav\"; cp \"$1/album/a.wav\" "
            + "\"$1/$(printf 'caf\\351').wav\"", _folder["music"]);

        var lines = (await ClassifyAsync(_folder["music"])).Succeeds().JsonLines;
        Assert.Equal(["a.wav", "caf\\xE9.wav", "b.wav"], lines.Select(line => Path.GetFileName(line.GetProperty("file").GetString())));
        Assert.All(lines, line => Assert.Equal("high", line.GetProperty("genres")[0].GetProperty("label").GetString()));

        // The runtime cannot pass such a name on as an argument either.
        var named = Shell(
            "\"$2\" classify \"$1/$(printf 'caf\\351').wav\" \"$1/$(printf 'p\\366p')\" --json --model tones --models \"$3\"",
            _folder["music"], BuiltProgram.CommandLine, _trained.Models);
        Assert.Equal(2, named.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        (await RunAsync("tag", _folder["music"], "--write")).Succeeds();
        Assert.Contains("caf\\xE9.wav,High,", File.ReadAllText(_folder["music/genres.csv"]), StringComparison.Ordinal);
        Assert.Equal("High", TagFile.Open(_folder["music/album/a.wav"])!.Genre);
    }

    [LinuxFact]
    public async Task Data_sets_may_have_names_that_are_not_utf8()
    {
        Directory.CreateDirectory(_folder["data/low"]);
        Directory.CreateDirectory(_folder["data/high"]);
        Shell("cp \"$2\" \"$1/high/$(printf 'caf\\351').wav\"; cp \"$3\" \"$1/low/$(printf 'caf\\351').wav\"", _folder["data"],
            _trained.HighTone, _trained.LowTone);

        Assert.Equal(1, Assert.Single((await RunAsync("evaluate", "--data", _folder["data"], "--json")).Succeeds().JsonLines)
            .GetProperty("accuracy").GetDouble());
        Assert.Contains("2 tracks of 2 genres", (await WarmCli.RunAsync("data", "check", _folder["data"])).Succeeds().Output,
            StringComparison.Ordinal);
        Assert.Contains("2 of 2 tracks", (await WarmCli.RunAsync("data", "index", _folder["data"], "--out", _folder["index.csv"]))
            .Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_escapes_nothing_that_need_not_be()
    {
        const string name = "träck 😀 & <a> 'b' +.wav";
        File.Copy(_trained.HighTone, _folder[$"music/album/{name}"]);
        File.WriteAllText(_folder["music/album/brökén 😀.wav"], "text");

        var output = (await ClassifyAsync(_folder["music"])).Output;
        Assert.Contains(name, output, StringComparison.Ordinal);
        Assert.Contains("brökén 😀.wav", output, StringComparison.Ordinal);
        Assert.Contains(name, (await RunAsync("tag", _folder["music"], "--json")).Output, StringComparison.Ordinal);

        Directory.Move(_folder["music/album"], _folder["music/hïgh 😀"]);
        Assert.Contains("hïgh 😀/", (await WarmCli.RunAsync("data", "check", _folder["music"], "--json")).Output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task Of_many_files_each_has_an_answer_or_a_reason_in_the_order_of_their_names()
    {
        const int count = 120;
        var good = _folder["many/good.wav"];
        Directory.CreateDirectory(_folder["many"]);
        WavFile.WriteTone(good, seconds: 0.2);
        for (var i = 0; i < count; i++)
        {
            File.Copy(good, _folder[$"many/{i:D3}.wav"]);
        }

        File.Delete(good);
        File.WriteAllBytes(_folder["many/010.wav"], []);
        File.WriteAllText(_folder["many/020.wav"], "text");
        File.WriteAllBytes(_folder["many/030.wav"], WavFile.Bytes(new short[100])[..30]);
        Shell("cd \"$1\"; for i in 040 050 060; do rm $i.wav; done; mkfifo 040.wav; ln -s nowhere 050.wav; ln -s 060.wav 060.wav; mv "
            + "070.wav \"070$(printf '\\377').wav\"", _folder["many"]);

        var result = await ClassifyAsync(_folder["many"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(6, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(Enumerable.Range(0, count),
            result.JsonLines.Select(
                line => int.Parse(
                    Path.GetFileName(line.GetProperty("file").GetString()!)[..3], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(count - 6, result.JsonLines.Count(line => line.TryGetProperty("genres", out _)));
    }

    private static string Shell(string script, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("bash", ["-c", script, "bash", .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private Task<CliResult> ClassifyAsync(params string[] inputs) => RunAsync(["classify", .. inputs, "--json"]);

    private Task<CliResult> RunAsync(params string[] arguments) =>
        WarmCli.RunAsync([.. arguments, "--model", TrainedModelFixture.Model, "--models", _trained.Models]);
}
