using MicroGenre.ServiceTesting;

namespace MicroGenre.Web.Tests;

/// <summary>The API, called by a client that was generated from its OpenAPI document.</summary>
[Collection(nameof(WebSystem))]
public class GeneratedClientTests(WebSystem system, LibrarySystem library) : IClassFixture<LibrarySystem>
{
    private const string Caller =
        """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading.Tasks;
        using Generated;

        public static class Caller
        {
            public static async Task<string> ClassifyAsync(HttpClient http, byte[] track)
            {
                var file = new FileParameter(new MemoryStream(track), "low.wav");
                var answer = await new MicroGenreClient(http).ClassifyAsync(
                    name: null, model: null, version: null, top: 1, timeline: null, timeline_seconds: null, coverage: null, file: file);
                return $"{answer.Model}: {answer.Prediction.Genres.Single().Label}, {answer.Prediction.Verdict}";
            }

            public static async Task<string> LikeAsync(HttpClient http, string text)
            {
                var client = new MicroGenreClient(http);
                var page = await client.ListTracksAsync(
                    page_size: 1, page_token: null, state: State.Analyzed, sort: Sort.Path, descending: null, genre: null,
                    min_probability: null, artist: null, album: null, key: null, min_tempo: null, max_tempo: null, min_year: null,
                    max_year: null, verdict: null, text: text, skip: null);
                var track = page.Tracks.Single();
                var found = await client.FindSimilarAsync(new[] { long.Parse(track.Id) }, path_to: null, count: 2, other_artists: null);
                return string.Join(' ', new[] { track }.Concat(found.Tracks.Select(one => one.Track))
                    .Select(one => Path.GetFileName(Path.GetDirectoryName(one.Path))));
            }

            public static async Task<string> TrainAsync(HttpClient http, string recipe)
            {
                var client = new MicroGenreClient(http);
                var begun = await client.StartJobAsync(new TrainRequest
                {
                    Model = "generated", RecipeJson = recipe, Epochs = 1, Data = new DataSet { Folder = "music" },
                });
                using var events = await client.WatchJobAsync(begun.Job, after: null);
                using var reader = new StreamReader(events.Stream);
                var names = new List<string>();
                while (await reader.ReadLineAsync() is { } line)
                {
                    if (line.StartsWith("event: "))
                    {
                        names.Add(line["event: ".Length..]);
                    }
                }

                return $"{names[0]} {names[^1]} {(await client.GetJobAsync(begun.Job)).State}";
            }

            public static async Task<string> FailAsync(HttpClient http)
            {
                try
                {
                    await new MicroGenreClient(http).CancelJobAsync("unknown");
                    return "no problem";
                }
                catch (ApiException<Problem> e)
                {
                    return $"{e.Result.Status}: {e.Result.Detail} {e.Result.Retry}";
                }
            }
        }
        """;

    [Fact]
    public async Task A_generated_client_classifies_searches_trains_and_hears_of_problems()
    {
        await using var web = await WebHost.StartAsync([.. system.Addresses, .. library.Addresses]);
        var assembly = await GeneratedClient.CompileAsync(await web.Client.GetStringAsync(OpenApiTests.Document), Caller);
        Task<string> Call(string name, params object[] arguments) =>
            (Task<string>)assembly.GetType("Caller")!.GetMethod(name)!.Invoke(null, [web.Client, .. arguments])!;

        Assert.Equal("toy: low, VERDICT_OK", await Call("ClassifyAsync", ToyGenres.Track("low")));
        Assert.Equal("high high high", await Call("LikeAsync", "high.1"));
        Assert.Equal("progress ended JOB_STATE_FINISHED", await Call("TrainAsync", ToyGenres.RecipeJson));
        Assert.Equal("404: There is no job 'unknown'. False", await Call("FailAsync"));
    }
}
