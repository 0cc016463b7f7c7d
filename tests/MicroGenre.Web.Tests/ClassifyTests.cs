using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MicroGenre.ServiceTesting;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Web.Tests;

/// <summary>Classifying with one answer, as programs do.</summary>
[Collection(nameof(WebSystem))]
public class ClassifyTests(WebSystem system)
{
    [Theory]
    [InlineData(null)]
    [InlineData("audio/wav")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_file_of_any_type_is_classified(string? type)
    {
        using var track = new ByteArrayContent(ToyGenres.Track("low"));
        track.Headers.ContentType = type is null ? null : new(type);
        using var answer = await system.Web.Client.PostAsync("/api/classify?name=low.wav&model=toy&version=1&top=1&coverage=0.9", track);

        var reply = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(("toy", 1), (reply.GetProperty("model").GetString(), reply.GetProperty("version").GetInt32()));
        var prediction = reply.GetProperty("prediction");
        Assert.Equal("low", Assert.Single(prediction.GetProperty("genres").EnumerateArray()).GetProperty("label").GetString());
        Assert.Equal("low", Assert.Single(prediction.GetProperty("set").GetProperty("labels").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_file_in_a_form_is_classified()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("no file"), "comment" },
            { new ByteArrayContent(ToyGenres.Track("high")), "file", "high.wav" },
        };
        using var answer = await system.Web.Client.PostAsync("/api/classify", form);

        var genres = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("prediction").GetProperty("genres");
        Assert.Equal("high", genres[0].GetProperty("label").GetString());
        Assert.Equal(2, genres.GetArrayLength());
    }

    [Fact]
    public async Task An_explanation_comes_with_the_answer()
    {
        using var answer = await system.Web.Client.PostAsync(
            "/api/explain?genre=high", new ByteArrayContent(ToyGenres.Track("low")));

        var reply = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("high", reply.GetProperty("explanation").GetProperty("genre").GetString());
        var genres = reply.GetProperty("answer").GetProperty("prediction").GetProperty("genres");
        Assert.Equal("low", genres[0].GetProperty("label").GetString());
    }

    [Theory]
    [InlineData("top=many", HttpStatusCode.BadRequest, "top: 'many' is not a whole number.")]
    [InlineData("colour=red", HttpStatusCode.BadRequest, "colour: there is no such parameter, or it is given more than once.")]
    [InlineData("model=unknown", HttpStatusCode.NotFound, "There is no model 'unknown'")]
    public async Task A_wrong_parameter_is_a_problem(string query, HttpStatusCode status, string detail)
    {
        using var answer = await system.Web.Client.PostAsync($"/api/classify?{query}", new ByteArrayContent(ToyGenres.Track("low")));

        var problem = await ProblemOf(answer);
        Assert.Equal(status, problem.Status);
        Assert.StartsWith(detail, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_audio_is_a_problem_that_names_the_file()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent("no audio"u8.ToArray()), "file", "notes.txt" } };
        using var answer = await system.Web.Client.PostAsync("/api/classify", form);

        var (status, detail) = await ProblemOf(answer);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("notes.txt: ", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_a_file_is_a_problem()
    {
        using var form = new MultipartFormDataContent { { new StringContent("no file"), "comment" } };
        using var answer = await system.Web.Client.PostAsync("/api/classify", form);

        Assert.Equal((HttpStatusCode.BadRequest, "The form has no file."), await ProblemOf(answer));
    }

    [Fact]
    public async Task A_file_that_turns_out_to_be_over_the_limit_is_refused_while_it_is_sent()
    {
        await using var small = await WebHost.StartAsync(
            [.. system.Addresses, KeyValuePair.Create<string, string?>("Web:LargestUpload", "1000")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/classify")
        {
            Content = new StreamContent(new MemoryStream(new byte[2_000])),
        };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await small.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await ProblemOf(answer)).Status);
        Assert.Empty(small.Log.Lines(LogLevel.Error));
    }

    private static async Task<(HttpStatusCode Status, string? Detail)> ProblemOf(HttpResponseMessage answer) =>
        (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
}
