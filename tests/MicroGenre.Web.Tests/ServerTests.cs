using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MicroGenre.ServiceTesting;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Web.Tests;

/// <summary>The page's server, asked without a browser.</summary>
[Collection(nameof(WebSystem))]
public class ServerTests(WebSystem system)
{
    [Fact]
    public async Task Every_answer_confines_the_page_to_what_it_came_with()
    {
        foreach (var path in new[] { "/", "/js/main.js", "/api/models", "/health" })
        {
            using var answer = await system.Web.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task Another_sites_page_may_not_act_through_a_visitors_browser()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/models/default")
        {
            Content = JsonContent.Create(new { model = "unsure" }),
        };
        request.Headers.Add("Origin", "http://elsewhere.example");
        using var answer = await system.Web.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);

        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/api/models");
        foreign.Headers.Host = "elsewhere.example";
        using var refused = await system.Web.Client.SendAsync(foreign);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task An_upload_is_answered_line_by_line_with_the_parts_that_were_asked_for()
    {
        using var answer = await system.Web.Client.PostAsync(
            "/api/tracks?name=low.wav&parts=genres,picture", new ByteArrayContent(ToyGenres.Track("low")));

        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("uploaded", lines[0].GetProperty("kind").GetString());
        Assert.Equal(["genres", "picture"], lines.Skip(1).Select(line => line.GetProperty("part").GetString()).Order());
        var picture = lines.Single(line => line.GetProperty("part").GetString() == "picture").GetProperty("data");
        Assert.Equal(picture.GetProperty("bands").GetInt32() * picture.GetProperty("columns").GetInt32(),
            picture.GetProperty("levels").GetBytesFromBase64().Length);
        Assert.Equal(255, picture.GetProperty("loudness").GetBytesFromBase64().Max());
    }

    [Fact]
    public async Task A_genre_is_explained_only_if_asked_for()
    {
        using var answer = await system.Web.Client.PostAsync(
            "/api/tracks?name=low.wav&parts=explanation&genre=high", new ByteArrayContent(ToyGenres.Track("low")));

        var line = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        var why = JsonDocument.Parse(line).RootElement.GetProperty("data").GetProperty("explanation");
        Assert.Equal("high", why.GetProperty("genre").GetString());
        Assert.Equal(
            why.GetProperty("logit").GetDouble(),
            why.GetProperty("bias").GetDouble()
                + why.GetProperty("contributions").EnumerateArray().Sum(part => part.GetProperty("value").GetDouble()), 1e-6);
    }

    [Theory]
    [InlineData("", "low")]
    [InlineData("&model=toy&version=1", "low")]
    [InlineData("&model=unsure&version=1", null)]
    public async Task A_set_of_genres_comes_with_the_answer_of_a_model_that_makes_sets(string asked, string? genre)
    {
        using var answer = await system.Web.Client.PostAsync(
            $"/api/tracks?name=low.wav&parts=genres{asked}", new ByteArrayContent(ToyGenres.Track("low")));

        var line = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        var prediction = JsonDocument.Parse(line).RootElement.GetProperty("data").GetProperty("prediction");
        Assert.Equal(
            genre, prediction.TryGetProperty("set", out var set) && set.ValueKind == JsonValueKind.Object
                ? set.GetProperty("labels").EnumerateArray().Single().GetString() : null);
    }

    [Theory]
    [InlineData(
        "/api/tracks?parts=colour", HttpStatusCode.BadRequest, "parts: 'colour' is not one of genres, picture, segments, explanation.")]
    [InlineData("/api/jobs", HttpStatusCode.BadRequest, null)]
    [InlineData("/api/jobs/unknown/cancel", HttpStatusCode.NotFound, "There is no job 'unknown'.")]
    public async Task What_is_wrong_is_told_in_one_line(string path, HttpStatusCode status, string? message)
    {
        using var answer = await system.Web.Client.PostAsync(path, new StringContent("{ no JSON"));

        Assert.Equal(status, answer.StatusCode);
        var told = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
        Assert.DoesNotContain('\n', told);
        Assert.Equal(message ?? told, told);
    }

    [Fact]
    public async Task Folders_to_learn_from_come_with_their_genres_and_their_numbers_of_tracks()
    {
        var folders = (await system.Web.Client.GetFromJsonAsync<JsonElement>("/api/folders")).GetProperty("folders");

        var music = folders.EnumerateArray().Single(folder => folder.GetProperty("folder").GetString() == "music");
        Assert.Equal(["high", "low"], music.GetProperty("genres").EnumerateArray().Select(genre => genre.GetString()));
        Assert.Equal([5, 5], music.GetProperty("tracks").EnumerateArray().Select(tracks => tracks.GetInt32()));
    }

    [Fact]
    public async Task An_upload_over_the_limit_is_refused_before_it_is_read()
    {
        await using var small = await WebHost.StartAsync(
            [.. system.Addresses, KeyValuePair.Create<string, string?>("Web:LargestUpload", "1000")]);

        // Asks first, so that the answer does not cross the body.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tracks") { Content = new ByteArrayContent(new byte[1001]) };
        request.Headers.ExpectContinue = true;
        using var answer = await small.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("The file has 1001 bytes; the limit is 1000.",
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Services_that_are_away_are_told_each_in_its_own_line()
    {
        await using var alone = await WebHost.StartAsync(
            system.Addresses.Keys.Select(key => KeyValuePair.Create<string, string?>(key, "http://127.0.0.1:1")));

        using var answer = await alone.Client.PostAsync("/api/tracks?name=low.wav", new ByteArrayContent(ToyGenres.Track("low")));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("The service inference does not answer.", text, StringComparison.Ordinal);
        Assert.Contains("The service segmenting does not answer.", text, StringComparison.Ordinal);

        using var models = await alone.Client.GetAsync("/api/models");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, models.StatusCode);
        Assert.Empty(alone.Log.Lines(LogLevel.Error));
    }
}
