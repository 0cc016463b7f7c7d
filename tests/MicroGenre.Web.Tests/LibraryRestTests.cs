using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace MicroGenre.Web.Tests;

/// <summary>The library, as other programs ask for it.</summary>
[Collection(nameof(WebSystem))]
public class LibraryRestTests(LibrarySystem library) : IClassFixture<LibrarySystem>
{
    [Fact]
    public async Task A_file_comes_whole_or_in_part_and_a_range_after_its_end_is_a_problem()
    {
        var track = await TrackAsync("high.0");
        var file = await File.ReadAllBytesAsync(track.GetProperty("path").GetString()!);
        var path = $"/api/library/tracks/{track.GetProperty("id").GetString()}/file";

        Assert.Equal(file, await library.Web.Client.GetByteArrayAsync(path));
        using var part = await SendAsync(path, new RangeHeaderValue(10, 19));
        Assert.Equal("audio/wav", part.Content.Headers.ContentType?.MediaType);
        Assert.Equal((HttpStatusCode.PartialContent, file.Length), (part.StatusCode, part.Content.Headers.ContentRange?.Length));
        Assert.Equal(file[10..20], await part.Content.ReadAsByteArrayAsync());
        using var none = await SendAsync(path, new RangeHeaderValue(file.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, none.StatusCode);
        Assert.Equal("application/problem+json", none.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Maps_and_duplicates_come_in_lines()
    {
        var copy = Path.Combine(library.Music, "low", "copy.wav");
        File.Copy(Path.Combine(library.Music, "low", "low.0.wav"), copy);
        await ScanAsync();

        using var answer = await library.Web.Client.GetAsync("/api/library/duplicates");
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        var group = Assert.Single(Lines(await answer.Content.ReadAsStringAsync())).GetProperty("paths");
        Assert.Contains(copy, group.EnumerateArray().Select(path => path.GetString()));
        var map = Lines(await library.Web.Client.GetStringAsync("/api/library/map"));
        Assert.Equal(["high", "low"], map[0].GetProperty("labels").EnumerateArray().Select(label => label.GetString()).Order());

        File.Delete(copy);
        await ScanAsync();
        Assert.Equal("1", await ForgetAsync("/api/library/gone"));
    }

    [Fact]
    public async Task Tracks_and_folders_are_forgotten_and_their_files_stay()
    {
        var track = await TrackAsync("high.1");

        Assert.Equal("1", await ForgetAsync($"/api/library/tracks/{track.GetProperty("id").GetString()}"));
        Assert.Empty((await TracksAsync("high.1")).EnumerateArray());
        Assert.True(File.Exists(track.GetProperty("path").GetString()));

        Assert.Equal("9", await ForgetAsync("/api/library/folders?path=music"));
        await library.Collector.AddFolderAsync(new Contracts.AddFolderRequest { Path = library.Music });
        await ScanAsync();
    }

    [Fact]
    public async Task An_order_without_a_body_is_an_empty_one()
    {
        using var answer = await library.Web.Client.PostAsync("/api/library/folders", null);

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("path: the path is empty.", problem.GetProperty("detail").GetString());
    }

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private async Task<JsonElement> TrackAsync(string text) => Assert.Single((await TracksAsync(text)).EnumerateArray());

    private async Task<JsonElement> TracksAsync(string text) =>
        (await library.Web.Client.GetFromJsonAsync<JsonElement>($"/api/library/tracks?text={text}")).GetProperty("tracks");

    private async Task<string?> ForgetAsync(string path)
    {
        using var answer = await library.Web.Client.DeleteAsync(path);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("files").GetString();
    }

    private Task<HttpResponseMessage> SendAsync(string path, RangeHeaderValue range) => library.Web.Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = range } });

    private async Task ScanAsync()
    {
        using var scan = library.Collector.Scan(new Contracts.ScanRequest());
        while (await scan.ResponseStream.MoveNext(CancellationToken.None))
        {
            Assert.Null(scan.ResponseStream.Current.Problem);
        }
    }
}
