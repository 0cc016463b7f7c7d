using System.Text.Json;
using MicroGenre.Cli.Tests;

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

        // The same library, opened by the program itself.
        string[] own = ["--library", Path.GetDirectoryName(_host.Database)!];
        foreach (string[] command in (string[][])[
            ["list", "--json"], ["list", "--json", "--skip", "1", "--top", "2", "--sort", "duration", "--descending"],
            ["list", "--failed", "--json"], ["list", "--failed"], ["show", _host.Music["low.wav"]],
            ["show", _host.Music["low.wav"], "--json"], ["similar", _host.Music["low.wav"], "--json"],
            ["similar", _host.Music["low.wav"], "--path-to", _host.Music["high.wav"], "--json"], ["duplicates", "--json"],
            ["label", _host.Music["low.wav"], "Drones", "--json"], ["show", _host.Music["low.wav"], "--json"],
            ["suggest", "--top", "2", "--json"], ["suggest"], ["label", _host.Music["low.wav"], "--remove"]])
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
    }

    private Task<CliResult> RunAsync(string command, params string[] arguments) =>
        RunAsync([command, .. arguments]);

    private Task<CliResult> RunAsync(string[] command) => Cli.Tests.Cli.RunAsync(["library", .. command, "--server", _host.Address]);
}
