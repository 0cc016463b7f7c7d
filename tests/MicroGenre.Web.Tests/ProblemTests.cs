using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Web.Tests;

/// <summary>Errors of the API, whoever finds them: problem details (RFC 9457).</summary>
[Collection(nameof(WebSystem))]
public class ProblemTests(WebSystem system)
{
    [Theory]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound, "There is no /api/nothing.")]
    [InlineData(
        "PUT", "/api/library/similar", HttpStatusCode.MethodNotAllowed, "/api/library/similar answers to GET, not to PUT.")]
    [InlineData("PUT", "/api/settings", HttpStatusCode.MethodNotAllowed, "/api/settings answers to GET, not to PUT.")]
    [InlineData("GET", "/api/library/tracks/abc", HttpStatusCode.NotFound, "There is no /api/library/tracks/abc.")]
    [InlineData(
        "GET", "/api/pictures/00?from=abc&to=1", HttpStatusCode.BadRequest, "Failed to bind parameter \"double from\" from \"abc\".")]
    [InlineData("GET", "/api/library/tracks?sort=size", HttpStatusCode.BadRequest,
        "sort: 'size' is not one of path, genre, probability, artist, tempo, year, duration.")]
    [InlineData("POST", "/api/models/genres", HttpStatusCode.BadRequest, "Files are sent as multipart/form-data.")]
    [InlineData("POST", "/api/jobs/unknown/cancel", HttpStatusCode.NotFound, "There is no job 'unknown'.")]
    public async Task A_problem_says_what_is_wrong(string method, string path, HttpStatusCode status, string detail)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await system.Web.Client.SendAsync(request);

        Assert.Equal((status, detail, false), await ProblemOf(answer));
    }

    [Fact]
    public async Task An_order_over_the_limit_is_refused()
    {
        using var order = new StringContent($"{{\"recipe\": \"{new string('x', 1024 * 1024)}\"}}", Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/jobs") { Content = order };
        request.Headers.ExpectContinue = true;
        using var answer = await system.Web.Client.SendAsync(request);

        var (status, detail, _) = await ProblemOf(answer);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Contains("1048576 bytes", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_too_often_may_ask_again_later()
    {
        await using var busy = await WebHost.StartAsync(
            [.. system.Addresses, KeyValuePair.Create<string, string?>("Security:Limits:CallsPerSecond", "1")]);
        using var first = await busy.Client.GetAsync("/api/settings");

        // On a slow machine, a second may pass between two calls.
        HttpResponseMessage answer;
        while ((answer = await busy.Client.GetAsync("/api/settings")).IsSuccessStatusCode)
        {
            answer.Dispose();
        }

        using (answer)
        {
            var (status, detail, retry) = await ProblemOf(answer);
            Assert.Equal((HttpStatusCode.TooManyRequests, true), (status, retry));
            Assert.Contains("too many active or recent calls", detail, StringComparison.Ordinal);
            Assert.NotNull(answer.Headers.RetryAfter);
        }
    }

    [Fact]
    public async Task Who_shows_no_key_is_refused_with_a_problem()
    {
        await using var guarded = await WebHost.StartAsync(
        [
            .. system.Addresses,
            KeyValuePair.Create<string, string?>("Security:ApiKeys:0:Name", "me"),
            KeyValuePair.Create<string, string?>("Security:ApiKeys:0:Sha256", new string('0', 64)),
        ]);
        using var answer = await guarded.Client.GetAsync("/api/models");

        Assert.Equal(
            (HttpStatusCode.Unauthorized, "This service requires an API key: authorization: Bearer KEY.", false), await ProblemOf(answer));
    }

    [Fact]
    public async Task What_fails_in_the_server_stays_in_its_log()
    {
        await using var broken = await WebHost.StartAsync(
            system.Addresses, app => app.MapGet("/api/broken", string () => throw new InvalidOperationException("a secret")));
        using var answer = await broken.Client.GetAsync("/api/broken");

        Assert.Equal(
            (HttpStatusCode.InternalServerError, "The server failed; its log has the details.", true), await ProblemOf(answer));
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("GET /api/broken failed", Assert.Single(broken.Log.Lines(LogLevel.Error)), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Detail, bool Retry)> ProblemOf(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("type").GetString()!);
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.DoesNotContain('\n', detail);
        return (answer.StatusCode, detail, problem.GetProperty("retry").GetBoolean());
    }
}
