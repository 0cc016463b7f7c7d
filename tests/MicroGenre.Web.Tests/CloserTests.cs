using System.Net;
using System.Security.Cryptography;
using MicroGenre.FeatureExtraction;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>A spectrogram gets sharper as the reader looks closer, where the service still has it.</summary>
[Collection(nameof(WebSystem))]
public class CloserTests(WebSystem system)
{
    // More frames than a picture has columns.
    private const int Seconds = 120;

    private static string Unknown { get; } = new('0', 64);

    [ChromiumAndRedisFact]
    public async Task Looking_closer_brings_a_sharper_stretch_of_the_spectrogram_and_sends_nothing_again()
    {
        await using var redis = RedisServer.Create();
        await redis.StartAsync();
        await using var features = await ServiceHost.StartAsync(
            builder => builder.AddFeatureExtraction(),
            app => app.MapGrpcService<FeatureExtractorService>(),
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:cache"] = redis.ConnectionString });
        await using var web = await WebHost.StartAsync(
            new Dictionary<string, string?>(system.Addresses, StringComparer.Ordinal)
            {
                [WebSystem.AddressOf("feature-extraction")] = features.Address,
            });
        var track = Sounds.LowThenHigh(Seconds);
        await Eventually.HoldsAsync(() => IsCachedAsync(web.Client, track.Buffer), Browser.Limit, "the spectrogram is in the cache");
        await using var visit = await (await system.BrowserAsync()).VisitAsync(web.Address.ToString());
        await visit.ListenAsync(track);
        var sent = 0;
        visit.Page.Request += (_, request) => sent += request.Method == "POST" ? 1 : 0;

        var stretch = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Button("Zoom in").ClickAsync(new LocatorClickOptions { ClickCount = 5 }),
            answer => answer.Url.Contains("/api/pictures/", StringComparison.Ordinal));

        var closer = (await stretch.JsonAsync())!.Value;
        var shown = closer.GetProperty("to").GetDouble() - closer.GetProperty("from").GetDouble();
        Assert.InRange(closer.GetProperty("columns").GetInt32() / (shown * Seconds), 20, 100);
        Assert.Equal(0, sent);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_spectrogram_that_is_not_in_the_cache_is_not_found()
    {
        using var answer = await system.Web.Client.GetAsync($"/api/pictures/{Unknown}?from=0&to=0.5");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("abc?from=0&to=1")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000?from=0.5&to=0.5")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000?from=0&to=2")]
    public async Task A_stretch_that_is_none_is_refused(string asked)
    {
        using var answer = await system.Web.Client.GetAsync($"/api/pictures/{asked}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    // A cache that does not answer soon is done without.
    private static async Task<bool> IsCachedAsync(HttpClient client, byte[] track)
    {
        using var sent = await client.PostAsync(
            new Uri("/api/tracks?name=a.wav&parts=picture", UriKind.Relative), new ByteArrayContent(track));
        using var found = await client.GetAsync(
            new Uri($"/api/pictures/{Convert.ToHexStringLower(SHA256.HashData(track))}?from=0&to=0.1", UriKind.Relative));
        return found.IsSuccessStatusCode;
    }
}
