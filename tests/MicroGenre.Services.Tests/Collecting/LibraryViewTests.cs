using Grpc.Core;
using MicroGenre.Collections.Store;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Collecting.Tests;

/// <summary>What a page shows of a library: a part of a long list, a map, files to play, and tags that the model contradicts.</summary>
public sealed class LibraryViewTests : IAsyncLifetime
{
    private CollectorHost _host = null!;

    private Collector.CollectorClient Client => _host.Client;

    public async Task InitializeAsync() => _host = await CollectorHost.StartAsync(("LargestPage", "20"), ("RefreshInterval", "00:00:00"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_list_can_be_entered_anywhere_and_says_how_long_it_is()
    {
        await AddRowsAsync(10);

        var page = await Client.ListTracksAsync(new ListTracksRequest { PageSize = 3, Skip = 4 });
        var next = await Client.ListTracksAsync(new ListTracksRequest { PageSize = 3, PageToken = page.NextPageToken });
        var further = await Client.ListTracksAsync(new ListTracksRequest { PageSize = 3, PageToken = page.NextPageToken, Skip = 2 });
        var beyond = await Client.ListTracksAsync(new ListTracksRequest { PageSize = 3, Skip = 10 });

        Assert.Equal(["04", "05", "06"], Names(page));
        Assert.Equal(["07", "08", "09"], Names(next));
        Assert.Equal(["09"], Names(further));
        Assert.Empty(beyond.Tracks);
        Assert.All([page, next, further, beyond], reply => Assert.Equal(10, reply.TotalSize));
        Assert.Equal(5, (await Client.ListTracksAsync(new ListTracksRequest { Genre = "jazz", PageSize = 1 })).TotalSize);
        Assert.StartsWith("skip", await Calls.RefusedAsync(
            StatusCode.InvalidArgument, () => Client.ListTracksAsync(new ListTracksRequest { Skip = -1 }).ResponseAsync),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_comes_in_parts_and_names_its_genres_once()
    {
        const int tracks = 4100;
        await AddRowsAsync(tracks);

        var parts = await ReadAsync(Client.GetMap(new GetMapRequest()).ResponseStream);

        Assert.Equal([4000, 100], parts.Select(part => part.Ids.Count));
        Assert.Equal(["jazz", "rock"], parts[0].Labels);
        Assert.Empty(parts[1].Labels);
        Assert.All(parts, part => Assert.Equal(
            (part.Ids.Count, part.Ids.Count, part.Ids.Count), (part.X.Count, part.Y.Count, part.Genres.Count)));
        Assert.Equal(tracks, parts.SelectMany(part => part.Ids).Distinct().Count());
        Assert.All(parts.SelectMany(part => part.X.Concat(part.Y)), place => Assert.InRange(place, -1, 1));
        Assert.Equal([0, 1], parts.SelectMany(part => part.Genres).Distinct().Order());
    }

    [Fact]
    public async Task A_track_that_is_forgotten_is_no_longer_on_the_map()
    {
        _host.WriteTone("a.wav", 220);
        _host.WriteTone("b.wav", 440);
        await _host.AddAndScanAsync();
        Assert.Equal(2, Assert.Single(await ReadAsync(Client.GetMap(new GetMapRequest()).ResponseStream)).Ids.Count);

        await Client.ForgetAsync(new ForgetRequest { Paths = { "a.wav" } });

        Assert.Single(Assert.Single(await ReadAsync(Client.GetMap(new GetMapRequest()).ResponseStream)).Ids);
    }

    [Fact]
    public async Task A_file_is_read_whole_or_in_part()
    {
        _host.WriteTone("low.wav", 110);
        await File.WriteAllBytesAsync(_host.Music["long.wav"], await LongWaveAsync());
        await _host.AddAndScanAsync();
        var bytes = await File.ReadAllBytesAsync(_host.Music["long.wav"]);
        Assert.True(bytes.Length > 2 * 256 * 1024);

        var parts = await ReadAsync(Read("long.wav").ResponseStream);
        Assert.Equal(bytes, Joined(parts));
        Assert.All(parts, part => Assert.InRange(part.Data.Length, 1, 256 * 1024));
        Assert.Equal([(ulong)bytes.Length, .. new ulong[parts.Count - 1]], parts.Select(part => part.FileLength));

        var middle = await ReadAsync(Read("long.wav", offset: 1000, length: 300_000).ResponseStream);
        Assert.Equal(bytes[1000..301_000], Joined(middle));
        Assert.Equal(bytes[^10..], Joined(await ReadAsync(Read("long.wav", (ulong)bytes.Length - 10, length: 500).ResponseStream)));
        var nothing = Assert.Single(await ReadAsync(Read("long.wav", length: 0).ResponseStream));
        Assert.Equal(((ulong)bytes.Length, 0), (nothing.FileLength, nothing.Data.Length));
    }

    [Fact]
    public async Task Only_files_of_the_library_under_the_data_root_are_read()
    {
        _host.WriteTone("a.wav", 220);
        _host.WriteTone("gone.wav", 330);
        await _host.AddAndScanAsync();
        _host.WriteTone("unknown.wav", 440);
        File.Delete(_host.Music["gone.wav"]);
        using var elsewhere = new TemporaryFolder();
        WavFile.WriteTone(elsewhere["secret.wav"]);
        File.CreateSymbolicLink(_host.Music["link.wav"], elsewhere["secret.wav"]);
        await AddAsync(Row(elsewhere["secret.wav"]), Row(_host.Music["link.wav"]));
        var secret = (await Client.ListTracksAsync(new ListTracksRequest { Text = "secret" })).Tracks.Single().Id;
        var link = (await Client.ListTracksAsync(new ListTracksRequest { Text = "link" })).Tracks.Single().Id;

        await RefusedAsync(StatusCode.NotFound, Read("unknown.wav"));
        await RefusedAsync(StatusCode.NotFound, Read("gone.wav"));
        await RefusedAsync(StatusCode.InvalidArgument, Client.ReadFile(new ReadFileRequest { Track = new TrackName { Id = secret } }));
        await RefusedAsync(StatusCode.InvalidArgument, Client.ReadFile(new ReadFileRequest { Track = new TrackName { Id = link } }));
        await RefusedAsync(StatusCode.InvalidArgument, Client.ReadFile(new ReadFileRequest()));
        var length = (ulong)new FileInfo(_host.Music["a.wav"]).Length;
        Assert.StartsWith("offset", await RefusedAsync(StatusCode.OutOfRange, Read("a.wav", length)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_that_the_model_contradicts_are_found()
    {
        await AddAsync(
            Row("/strong", tag: "Jazz", rock: 0.99, jazz: 0.001), Row("/weak", tag: "jazz", rock: 0.85, jazz: 0.1),
            Row("/unsure", tag: "jazz", rock: 0.6, jazz: 0.3), Row("/agrees", tag: "Rock"));

        var found = (await Client.FindDisagreementsAsync(new FindDisagreementsRequest())).Tracks;
        var first = (await Client.FindDisagreementsAsync(new FindDisagreementsRequest { Count = 1, MinProbability = 0.5 })).Tracks;
        var all = (await Client.FindDisagreementsAsync(new FindDisagreementsRequest { MinProbability = 0.5 })).Tracks;

        Assert.Equal(["/strong", "/weak"], found.Select(track => track.Track.Path));
        Assert.Equal(("jazz", 0.001, "Jazz"), (found[0].Tagged, found[0].TaggedProbability, found[0].Track.TagGenre));
        Assert.Equal("rock", found[0].Track.Genres[0].Label);
        Assert.Equal("/strong", Assert.Single(first).Track.Path);
        Assert.Equal(["/strong", "/weak", "/unsure"], all.Select(track => track.Track.Path));
        Assert.StartsWith("min_probability", await Calls.RefusedAsync(
            StatusCode.InvalidArgument,
            () => Client.FindDisagreementsAsync(new FindDisagreementsRequest { MinProbability = 1.5 }).ResponseAsync),
            StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(ListTracksReply reply) => reply.Tracks.Select(track => track.Path[^2..]);

    private static byte[] Joined(IEnumerable<FilePart> parts) => [.. parts.SelectMany(part => part.Data.ToByteArray())];

    private static async Task<List<T>> ReadAsync<T>(IAsyncStreamReader<T> stream)
    {
        var replies = new List<T>();
        await foreach (var reply in stream.ReadAllAsync())
        {
            replies.Add(reply);
        }

        return replies;
    }

    private static Task<string> RefusedAsync(StatusCode code, AsyncServerStreamingCall<FilePart> call) =>
        Calls.RefusedAsync(code, () => call.ResponseStream.MoveNext());

    private static LibraryTrack Row(string path, string? tag = null, double rock = 0.9, double jazz = 0.05) => new()
    {
        Path = path,
        Sha256 = path,
        Model = "gtzan/1",
        Analyzed = DateTime.UtcNow,
        TagGenre = tag,
        Genre = rock > jazz ? "rock" : "jazz",
        Probability = Math.Max(rock, jazz),
        Sound = new TrackSound
        {
            Genres = rock > jazz ? [new GenreShare("rock", rock), new GenreShare("jazz", jazz)]
                : [new GenreShare("jazz", jazz), new GenreShare("rock", rock)],
            OverTime = [],
            Embedding = [(float)rock, (float)jazz, path.Length],
        },
    };

    private static async Task<byte[]> LongWaveAsync()
    {
        using var folder = new TemporaryFolder();
        WavFile.WriteTone(folder["long.wav"], seconds: 15);
        return await File.ReadAllBytesAsync(folder["long.wav"]);
    }

    private Task AddRowsAsync(int count) =>
        AddAsync([.. Enumerable.Range(0, count).Select(i => Row($"/{i:D2}", rock: i % 2 == 0 ? 0.9 : 0.1, jazz: i % 2 == 0 ? 0.1 : 0.9))]);

    private async Task AddAsync(params LibraryTrack[] rows)
    {
        var database = LibraryDatabase.InFolder(Path.GetDirectoryName(_host.Database)!);
        await database.CreateAsync(default);
        await using var context = database.Connect();
        context.AddRange(rows);
        await context.SaveChangesAsync();
    }

    private AsyncServerStreamingCall<FilePart> Read(string name, ulong offset = 0, ulong? length = null)
    {
        var request = new ReadFileRequest { Track = new TrackName { Path = name }, Offset = offset };
        if (length is { } most)
        {
            request.Length = most;
        }

        return Client.ReadFile(request);
    }
}
