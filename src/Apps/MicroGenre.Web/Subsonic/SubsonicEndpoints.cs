using System.Text.Json.Nodes;
using MicroGenre.Contracts;
using MicroGenre.Web.Library;

namespace MicroGenre.Web.Subsonic;

/// <summary>
/// The part of the OpenSubsonic API by which music players find what sounds alike: songs, genres, searches and files of the library.
/// </summary>
internal static class SubsonicEndpoints
{
    /// <summary>The path of all methods.</summary>
    public const string Path = "/rest";

    private const int LargestPage = 500;

    // Enough tracks for the mean of an artist or an album.
    private const int MostSeeds = 50;

    /// <summary>Maps the methods, with and without <c>.view</c>.</summary>
    public static void MapSubsonic(this IEndpointRouteBuilder app)
    {
        var rest = app.MapGroup(Path).AddEndpointFilter<SubsonicDoor>().AllowAnonymous().ExcludeFromDescription();
        Map("ping", () => new JsonObject());
        Map("getLicense", () => new JsonObject { ["license"] = new JsonObject { ["valid"] = true } });
        Map("getOpenSubsonicExtensions", Extensions, new SubsonicDoor.Public());
        Map("getSong", GetSongAsync);
        Map("search3", SearchAsync);
        Map("getGenres", GetGenresAsync);
        Map("getSongsByGenre", GetSongsByGenreAsync);
        Map("getRandomSongs", GetRandomSongsAsync);
        Map("getSimilarSongs", SimilarAs("similarSongs"));
        Map("getSimilarSongs2", SimilarAs("similarSongs2"));
        Map("stream", StreamAsync);
        Map("download", StreamAsync);
        rest.MapGet("/{method}", JsonObject (string method) =>
            throw new SubsonicException(SubsonicException.Generic, $"The server has no method '{method}'."));

        void Map(string method, Delegate handler, params object[] metadata)
        {
            rest.MapGet($"/{method}", handler).WithMetadata(metadata);
            rest.MapGet($"/{method}.view", handler).WithMetadata(metadata);
        }
    }

    private static JsonObject Extensions() => new()
    {
        ["openSubsonicExtensions"] = new JsonArray(new JsonObject { ["name"] = "apiKeyAuthentication", ["versions"] = new JsonArray(1) }),
    };

    private static async Task<JsonObject> GetSongAsync(
        SubsonicRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        new()
        {
            ["song"] = SubsonicSong.Of(await client.GetTrackAsync(
                new GetTrackRequest { Track = new TrackName { Id = TrackOf(request) } }, options.Answer(cancellation))),
        };

    // Artists and albums are found through their songs: the library keeps tracks only.
    private static async Task<JsonObject> SearchAsync(
        SubsonicRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        // Clients that want everything ask for "".
        var wanted = new ListTracksRequest { Text = request.Required("query").Trim('"'), Sort = TrackSort.Path };
        return new()
        {
            ["searchResult3"] = new JsonObject
            {
                ["song"] = await PageAsync(
                    wanted, request.Number("songOffset", 0), request.Number("songCount", 20, LargestPage), client, options, cancellation),
            },
        };
    }

    private static async Task<JsonObject> GetGenresAsync(
        Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        var library = await client.GetLibraryAsync(new GetLibraryRequest(), options.Answer(cancellation));
        return new()
        {
            ["genres"] = new JsonObject
            {
                ["genre"] = new JsonArray([.. library.Genres.Select(genre => new JsonObject
                {
                    ["songCount"] = genre.Tracks, ["albumCount"] = 0, ["value"] = genre.Label,
                })]),
            },
        };
    }

    private static async Task<JsonObject> GetSongsByGenreAsync(
        SubsonicRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        var wanted = new ListTracksRequest { Genre = request.Required("genre") };
        return new()
        {
            ["songsByGenre"] = new JsonObject
            {
                ["song"] = await PageAsync(
                    wanted, request.Number("offset", 0), request.Number("count", 10, LargestPage), client, options, cancellation),
            },
        };
    }

    private static async Task<JsonObject> GetRandomSongsAsync(
        SubsonicRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        var wanted = new ListTracksRequest { Genre = request.Of("genre") ?? "", PageSize = 1 };
        if (request.Of("fromYear") is not null)
        {
            wanted.MinYear = request.Number("fromYear", 0);
        }

        if (request.Of("toYear") is not null)
        {
            wanted.MaxYear = request.Number("toYear", 0);
        }

        var total = (int)(await client.ListTracksAsync(wanted, options.Answer(cancellation))).TotalSize;
        var places = new HashSet<int>();
        for (var count = Math.Min(total, request.Number("size", 10, LargestPage)); places.Count < count;)
        {
            places.Add(Random.Shared.Next(total));
        }

        var songs = new JsonArray();
        foreach (var place in places)
        {
            var page = await client.ListTracksAsync(
                new ListTracksRequest(wanted) { Skip = place }, options.Answer(cancellation));
            page.Tracks.ToList().ForEach(track => songs.Add(SubsonicSong.Of(track)));
        }

        return new() { ["randomSongs"] = new JsonObject { ["song"] = songs } };
    }

    // The two methods differ in the name of what they answer with.
    private static Delegate SimilarAs(string element) => async (
        SubsonicRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
    {
        var asked = new FindSimilarRequest { Count = Math.Max(1, request.Number("count", 50, LargestPage)) };
        asked.Seeds.AddRange((await SeedsOfAsync(request, client, options, cancellation)).Select(id => new TrackName { Id = id }));
        var found = await client.FindSimilarAsync(asked, options.Answer(cancellation));
        return new JsonObject { [element] = new JsonObject { ["song"] = SubsonicSong.Of(found.Tracks.Select(one => one.Track)) } };
    };

    private static Task StreamAsync(
        SubsonicRequest request, HttpContext http, Collector.CollectorClient client, CancellationToken cancellation) =>
        TrackFile.SendAsync(TrackOf(request), http, client, cancellation);

    private static long TrackOf(SubsonicRequest request) => SubsonicId.Parse(request.Required("id")) is SubsonicId.OfTrack track
        ? track.Track : throw SubsonicException.NotFound($"'{request.Of("id")}' is not the ID of a song.");

    private static async Task<IEnumerable<long>> SeedsOfAsync(
        SubsonicRequest request, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        var wanted = new ListTracksRequest { PageSize = MostSeeds };
        switch (SubsonicId.Parse(request.Required("id")))
        {
            case SubsonicId.OfTrack { Track: var id }:
                return [id];

            case SubsonicId.OfArtist { Artist: var artist }:
                wanted.Artist = artist;
                break;

            case SubsonicId.OfAlbum { Artist: var artist, Title: var title }:
                (wanted.Artist, wanted.Album) = (artist, title);
                break;
        }

        var page = await client.ListTracksAsync(wanted, options.Answer(cancellation));
        return page.Tracks.Count > 0 ? page.Tracks.Select(track => track.Id)
            : throw SubsonicException.NotFound($"The library has no track of '{request.Of("id")}'.");
    }

    private static async Task<JsonArray> PageAsync(
        ListTracksRequest wanted, int skip, int count, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation)
    {
        if (count == 0)
        {
            return [];
        }

        (wanted.Skip, wanted.PageSize) = (skip, count);
        return SubsonicSong.Of((await client.ListTracksAsync(wanted, options.Answer(cancellation))).Tracks);
    }
}
