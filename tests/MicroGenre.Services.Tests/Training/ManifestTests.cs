using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;

namespace MicroGenre.Training.Tests;

public sealed class ManifestTests : IAsyncLifetime
{
    private TrainingHost _host = null!;

    public async Task InitializeAsync() => _host = await TrainingHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_manifest_of_a_folder_gives_the_model_that_the_folder_gives()
    {
        await _host.TrainAsync(TrainingHost.Request());
        var request = TrainingHost.Request();
        request.Data = Manifest();
        Assert.NotNull((await _host.TrainAsync(request))[^1].Finished);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(_host.Models.FolderOf("toy", 1), "weights.safetensors")),
            await File.ReadAllBytesAsync(Path.Combine(_host.Models.FolderOf("toy", 2), "weights.safetensors")));
    }

    [Fact]
    public async Task A_file_that_holds_something_else_is_reported_and_left_out()
    {
        var request = TrainingHost.Request();
        request.Data = Manifest();
        await File.WriteAllBytesAsync(_host.Folder["data/music/low/low.0.wav"], ToyGenres.Track("high"));
        var events = await _host.TrainAsync(request);
        var skipped = Assert.Single(events, happened => happened.Skipped is not null).Skipped;
        Assert.Equal("music/low/low.0.wav", skipped.Track);
        Assert.Contains("SHA-256", skipped.Reason, StringComparison.Ordinal);
        Assert.NotNull(events[^1].Finished);
    }

    [Fact]
    public async Task Manifests_that_cannot_be_used_are_refused_with_the_place()
    {
        foreach (var (status, word, change) in new (StatusCode, string, Action<TrackManifest>)[]
        {
            (StatusCode.InvalidArgument, "data.manifest", manifest => manifest.Tracks.Clear()),
            (StatusCode.InvalidArgument, "data.manifest.tracks[1].path", manifest => manifest.Tracks[1].Path = ""),
            (StatusCode.InvalidArgument, "data.manifest.tracks[1].path", manifest => manifest.Tracks[1].Path = "../../etc/passwd"),
            (StatusCode.InvalidArgument, "listed twice", manifest => manifest.Tracks[1].Path = manifest.Tracks[0].Path),
            (StatusCode.NotFound, "data.manifest.tracks[1].path", manifest => manifest.Tracks[1].Path = "music/low/none.wav"),
            (StatusCode.InvalidArgument, "data.manifest.tracks[1].genre", manifest => manifest.Tracks[1].Genre = " "),
            (StatusCode.InvalidArgument, "data.manifest.tracks[1].sha256", manifest =>
                manifest.Tracks[1].Sha256 = ByteString.CopyFromUtf8("abc")),
        })
        {
            var request = TrainingHost.Request();
            request.Data = Manifest();
            change(request.Data.Manifest);
            var refusal = await Calls.RefusedAsync(status, () => _host.TrainAsync(request));
            Assert.True(refusal.Contains(word, StringComparison.Ordinal), $"'{refusal}' does not say '{word}'");
        }
    }

    private DataSet Manifest()
    {
        var manifest = new TrackManifest();
        foreach (var genre in ToyGenres.Names)
        {
            foreach (var file in Directory.EnumerateFiles(_host.Folder[$"data/music/{genre}"]))
            {
                var hash = SHA256.HashData(File.ReadAllBytes(file));
                manifest.Tracks.Add(new ManifestTrack
                {
                    Path = $"music/{genre}/{Path.GetFileName(file)}",
                    Genre = genre,
                    Sha256 = ByteString.CopyFrom(hash),
                });
            }
        }

        return new DataSet { Manifest = manifest };
    }
}
