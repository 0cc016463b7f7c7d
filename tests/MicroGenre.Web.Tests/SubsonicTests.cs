using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using MicroGenre.ServiceTesting;

namespace MicroGenre.Web.Tests;

/// <summary>The OpenSubsonic API, as music players ask it.</summary>
[Collection(nameof(WebSystem))]
public class SubsonicTests(SubsonicTests.TaggedLibrary library) : IClassFixture<SubsonicTests.TaggedLibrary>
{
    private const string Key = "a key";
    private const string Artist = "Sine & Söhne";

    private static readonly XNamespace Namespace = "http://subsonic.org/restapi";

    [Theory]
    [InlineData("/rest/ping")]
    [InlineData("/rest/ping.view?u=me&p=sesame&v=1.16.1&c=player")]
    [InlineData("/rest/ping?u=me&t=26719a1196d2a940705a59634eb18eab&s=c19b2d&f=xml")]
    public async Task An_open_server_takes_every_user_and_answers_in_xml(string path)
    {
        using var answer = await library.Web.Client.GetAsync(path);

        var root = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        Assert.Equal("application/xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Namespace + "subsonic-response", root.Name);
        Assert.Equal(
            ("ok", "1.16.1", "MicroGenre", "true"),
            ((string?)root.Attribute("status"), (string?)root.Attribute("version"), (string?)root.Attribute("type"),
                (string?)root.Attribute("openSubsonic")));
    }

    [Theory]
    [InlineData("getSong", 10, "The parameter 'id' is missing.")]
    [InlineData("getSong?id=tr-999999", 70, "track: the library has no such track.")]
    [InlineData("getSong?id=12", 70, "There is nothing with the ID '12'.")]
    [InlineData("getSimilarSongs2?id=ar-Tm9ib2R5", 70, "The library has no track of 'ar-Tm9ib2R5'.")]
    [InlineData("search3?query=&songCount=many", 0, "songCount: 'many' is not a whole number.")]
    [InlineData("getLyrics", 0, "The server has no method 'getLyrics'.")]
    public async Task An_error_has_its_code_in_an_answer_with_status_200(string request, int code, string message)
    {
        var answer = await AskAsync(library.Web, request);

        Assert.Equal("failed", answer.GetProperty("status").GetString());
        var error = answer.GetProperty("error");
        Assert.Equal((code, message), (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_song_says_what_the_library_knows_in_json_and_xml()
    {
        var song = await FindAsync("first");

        Assert.Equal(
            ("First", Artist, "Tones", "low", "wav", "music"),
            (Text(song, "title"), Text(song, "artist"), Text(song, "album"), Text(song, "genre"), Text(song, "suffix"),
                Text(song, "type")));
        Assert.Equal("low", Text(song.GetProperty("genres")[0], "name"));
        Assert.Equal(2, song.GetProperty("duration").GetInt32());
        var xml = XDocument.Parse(await library.Web.Client.GetStringAsync($"/rest/getSong?id={Text(song, "id")}"));
        var element = xml.Root!.Element(Namespace + "song")!;
        Assert.Equal(Artist, (string?)element.Attribute("artist"));
        Assert.Equal("low", (string?)element.Element(Namespace + "genres")!.Attribute("name"));
    }

    [Fact]
    public async Task A_search_has_pages()
    {
        var all = await SongsAsync("search3?query=%22%22&songCount=500", "searchResult3");
        var page = await SongsAsync("search3?query=&songCount=2&songOffset=3", "searchResult3");

        Assert.Equal(12, all.Count);
        Assert.Equal(all.Skip(3).Take(2).Select(IdOf), page.Select(IdOf));
        Assert.Empty(await SongsAsync("search3?query=nothing+like+it", "searchResult3"));
    }

    [Fact]
    public async Task Songs_like_a_song_an_artist_or_an_album_are_found()
    {
        var song = await FindAsync("first");
        foreach (var id in new[] { "id", "artistId", "albumId" })
        {
            var found = await SongsAsync($"getSimilarSongs2?count=3&id={Text(song, id)}", "similarSongs2");
            Assert.Equal(["low", "low", "low"], found.Select(one => Text(one, "genre")));
            Assert.DoesNotContain(IdOf(song), found.Select(IdOf));
        }

        Assert.Equal(
            (await SongsAsync($"getSimilarSongs2?id={IdOf(song)}", "similarSongs2")).Select(IdOf),
            (await SongsAsync($"getSimilarSongs?id={IdOf(song)}", "similarSongs")).Select(IdOf));
    }

    [Fact]
    public async Task Genres_have_their_songs_and_random_songs_are_different_ones()
    {
        var genres = (await AskAsync(library.Web, "getGenres")).GetProperty("genres").GetProperty("genre").EnumerateArray()
            .ToDictionary(genre => Text(genre, "value")!, genre => genre.GetProperty("songCount").GetInt32(), StringComparer.Ordinal);
        var songs = await SongsAsync("getSongsByGenre?genre=low&count=4&offset=5", "songsByGenre");
        var random = await SongsAsync("getRandomSongs?size=5&genre=high", "randomSongs");

        Assert.Equal((5, 7), (genres["high"], genres["low"]));
        Assert.Equal(["low", "low"], songs.Select(song => Text(song, "genre")));
        Assert.Equal(5, random.Select(IdOf).Distinct().Count());
        Assert.All(random, song => Assert.Equal("high", Text(song, "genre")));
        var element = XDocument.Parse(await library.Web.Client.GetStringAsync("/rest/getGenres")).Descendants(Namespace + "genre").First();
        Assert.Equal(("low", "7"), (element.Value, (string?)element.Attribute("songCount")));
    }

    [Fact]
    public async Task A_song_is_streamed_whole_or_in_part()
    {
        var song = await FindAsync("first");
        var file = await File.ReadAllBytesAsync(Path.Combine(library.Music, "low", "first.wav"));
        using var whole = await library.Web.Client.GetAsync($"/rest/stream?id={IdOf(song)}&maxBitRate=0");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/rest/stream.view?id={IdOf(song)}");
        request.Headers.Range = new RangeHeaderValue(100, 199);
        using var part = await library.Web.Client.SendAsync(request);

        Assert.Equal(file, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(file[100..200], await part.Content.ReadAsByteArrayAsync());
        using var beyond = new HttpRequestMessage(HttpMethod.Get, $"/rest/stream?id={IdOf(song)}");
        beyond.Headers.Range = new RangeHeaderValue(file.Length, null);
        using var none = await library.Web.Client.SendAsync(beyond);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, none.StatusCode);
    }

    [Theory]
    [InlineData("apiKey=a+key", null)]
    [InlineData("u=me&p=a+key", null)]
    [InlineData("u=me&p=enc:61206b6579", null)]
    [InlineData("apiKey=another", 44)]
    [InlineData("u=me&p=another", 40)]
    [InlineData("u=me&t=26719a1196d2a940705a59634eb18eab&s=c19b2d", 42)]
    [InlineData("u=me&apiKey=a+key", 43)]
    [InlineData("", 10)]
    public async Task A_guarded_server_takes_its_keys(string shown, int? code)
    {
        await using var guarded = await WebHost.StartAsync(
        [
            .. library.Addresses,
            KeyValuePair.Create<string, string?>("Security:ApiKeys:0:Name", "me"),
            KeyValuePair.Create<string, string?>(
                "Security:ApiKeys:0:Sha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)))),
        ]);

        var answer = await AskAsync(guarded, $"getGenres?{shown}");
        Assert.Equal(code, answer.TryGetProperty("error", out var error) ? error.GetProperty("code").GetInt32() : null);
        var extensions = (await AskAsync(guarded, "getOpenSubsonicExtensions")).GetProperty("openSubsonicExtensions");
        Assert.Equal("apiKeyAuthentication", Text(extensions[0], "name"));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static string? IdOf(JsonElement song) => Text(song, "id");

    private static async Task<JsonElement> AskAsync(WebHost web, string request)
    {
        var separator = request.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var answer = await web.Client.GetAsync($"/rest/{request}{separator}f=json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("subsonic-response");
    }

    private async Task<IReadOnlyList<JsonElement>> SongsAsync(string request, string element) =>
        [.. (await AskAsync(library.Web, request)).GetProperty(element).GetProperty("song").EnumerateArray()];

    private async Task<JsonElement> FindAsync(string text) => Assert.Single(await SongsAsync($"search3?query={text}", "searchResult3"));

    /// <summary>The library of tones, with two more that have tags.</summary>
    public sealed class TaggedLibrary : LibrarySystem
    {
        protected override Task FillAsync()
        {
            foreach (var (take, title) in new[] { "First", "Second" }.Index())
            {
                File.WriteAllBytes(
                    Path.Combine(Music, "low", $"{title.ToLower(CultureInfo.InvariantCulture)}.wav"),
                    WithTags(ToyGenres.Track("low", take, seconds: 2), ("IART", Artist), ("IPRD", "Tones"), ("INAM", title)));
            }

            return base.FillAsync();
        }

        // A list of texts at the file's end.
        private static byte[] WithTags(byte[] wave, params IReadOnlyList<(string Name, string Text)> tags)
        {
            byte[] texts = [.. "INFO"u8, .. tags.SelectMany(tag => Chunk(tag.Name, Encoding.UTF8.GetBytes(tag.Text)))];
            byte[] file = [.. wave, .. Chunk("LIST", texts)];
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
            return file;
        }

        private static byte[] Chunk(string name, byte[] content) =>
            [.. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(content.Length), .. content, .. new byte[content.Length % 2]];
    }
}
