using System.Text.Json;
using MicroGenre.Cli.Tests;
using MicroGenre.Testing;

namespace MicroGenre.Collecting.Tests;

/// <summary><c>microgenre library … --server</c>: the command line with a library that the service keeps.</summary>
public sealed class CommandLineTests : IAsyncLifetime
{
    private CollectorHost _host = null!;

    // Pages are small, so that lists have several.
    public async Task InitializeAsync() => _host = await CollectorHost.StartAsync(("LargestPage", "500"), ("RefreshInterval", "00:00:00"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Commands_answer_by_a_service_as_they_do_by_themselves()
    {
        _host.WriteTone("low.wav", 110);
        _host.WriteTone("low2.wav", 112);
        _host.WriteTone("high.wav", 5000);
        File.Copy(_host.Music["high.wav"], _host.Music["copy.wav"]);
        File.WriteAllText(_host.Music["broken.wav"], "text");
        Assert.Contains("added", (await RunAsync("add", _host.Music.Path)).Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains(
            "is already in the library", (await RunAsync("add", _host.Music.Path)).Succeeds().Output, StringComparison.Ordinal);

        var scan = (await RunAsync("scan", "--json")).JsonLines[^1];
        Assert.Equal(
            (4, 4, 1), (scan.GetProperty("tracks").GetInt32(), scan.GetProperty("new").GetInt32(), scan.GetProperty("failed").GetInt32()));

        using var folder = new TemporaryFolder();
        var list = folder["list.m3u8"];

        // The same library, opened by the program itself.
        string[] own = ["--library", Path.GetDirectoryName(_host.Database)!];
        foreach (string[] command in (string[][])[
            ["list", "--json"], ["list", "--json", "--skip", "1", "--top", "2", "--sort", "duration", "--descending"],
            ["list", "--failed", "--json"], ["list", "--failed"], ["show", _host.Music["low.wav"]],
            ["show", _host.Music["low.wav"], "--json"], ["similar", _host.Music["low.wav"], "--json"],
            ["similar", _host.Music["low.wav"], "--path-to", _host.Music["high.wav"], "--json"], ["duplicates", "--json"],
            ["label", _host.Music["low.wav"], "Drones", "--json"], ["show", _host.Music["low.wav"], "--json"],
            ["suggest", "--top", "2", "--json"], ["suggest"], ["disagreements", "--min-probability", "0", "--json"],
            ["tag", "--json"], ["playlist", list, "--sort", "duration", "--json"],
            ["playlist", list, "--like", _host.Music["low.wav"], "--json"],
            ["playlist", list, "--like", _host.Music["low.wav"], "--text", "high", "--json"],
            ["playlist", list, "--from", _host.Music["low.wav"], "--to", _host.Music["high.wav"], "--tracks", "3", "--json"],
            ["label", _host.Music["low.wav"], "--remove"]])
        {
            var ours = await Cli.Tests.Cli.RunAsync(["library", .. command, .. own]);
            var theirs = await RunAsync(command);
            Assert.True(
                ours.Output == theirs.Output, $"{string.Join(' ', command)}: {theirs.Output}{theirs.Error} in place of {ours.Output}");
        }

        Assert.Contains("4 tracks", (await RunAsync("list")).Succeeds().Output, StringComparison.Ordinal);
        var status = JsonSerializer.Deserialize<JsonElement>((await RunAsync("status", "--json")).Succeeds().Output);
        Assert.Equal(4, status.GetProperty("tracks").GetInt32());
        Assert.Contains("5 files removed", (await RunAsync("remove", _host.Music.Path)).Succeeds().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_refuses_is_one_line()
    {
        (await RunAsync("scan")).FailsWith(1, "microgenre library add");
        (await RunAsync("suggest")).FailsWith(1, "microgenre library add");
        (await RunAsync("add", "../..")).FailsWith(1, "path");
        (await RunAsync("list", "--library", "here")).FailsWith(2, "--library");
        (await RunAsync("scan", "--threads", "2")).FailsWith(2, "--threads");
        (await RunAsync("playlist", "a.m3u8", "--from", "a", "--to", "b", "--genre", "jazz")).FailsWith(2, "--artist-gap");
        (await RunAsync("tag", "--models", "here")).FailsWith(2, "--models");
    }

    [Fact]
    public async Task Tags_are_written_to_files_of_this_machine_and_a_file_that_is_not_here_is_named()
    {
        _host.WriteTone("here.wav", 110);
        _host.WriteTone("there.wav", 5000);
        (await RunAsync("add", _host.Music.Path)).Succeeds();
        (await RunAsync("scan")).Succeeds();
        (await RunAsync("label", _host.Music["here.wav"], "Drones")).Succeeds();
        File.Delete(_host.Music["there.wav"]);
        using var journals = new TemporaryFolder();

        var tagged = await RunAsync("tag", "--write", "--journals", journals.Path);
        var undone = await Cli.Tests.Cli.RunAsync("library", "undo", "--journals", journals.Path);

        Assert.Equal(0, tagged.ExitCode);
        Assert.Contains("here.wav: Drones, as you labelled it", tagged.Output, StringComparison.Ordinal);
        Assert.Equal(
            $"microgenre: {_host.Music["there.wav"]}: the service has this file, and this machine does not: its tag cannot be written "
            + "here\n",
            tagged.Error);
        Assert.Contains("1 restored", undone.Succeeds().Output, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(string command, params string[] arguments) =>
        RunAsync([command, .. arguments]);

    private Task<CliResult> RunAsync(string[] command) => Cli.Tests.Cli.RunAsync(["library", .. command, "--server", _host.Address]);
}
