using Grpc.Core;
using MicroGenre.Client.Lessons;
using MicroGenre.Contracts;
using MicroGenre.Inference.Tests;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;
using CommandLine = MicroGenre.Cli.Tests.Cli;

namespace MicroGenre.Training.Tests;

public sealed class TeachTests : IAsyncLifetime
{
    private const double Seconds = 2;

    private TrainingHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await TrainingHost.StartAsync();
        _host.Folder.CopyFrom(Repository.PathOf("models", "gtzan", "5"), "models/gtzan/1");
        for (var i = 0; i < 4; i++)
        {
            WavFile.WriteTone(_host.Folder[$"data/beep{i}.wav"], Seconds, 500 + (70 * i));
        }

        WavFile.WriteTone(_host.Folder["data/other.wav"], Seconds, 725);
        await File.WriteAllBytesAsync(_host.Folder["data/silence.wav"], WavFile.Bytes(new short[(int)Seconds * 22050]));
        File.Copy(_host.Folder["data/beep0.wav"], _host.Folder["data/copy.wav"]);
        await File.WriteAllTextAsync(_host.Folder["data/text.wav"], "no audio");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_genre_is_taught_by_path_and_served_by_Inference_without_a_restart()
    {
        await using var inference = await InferenceHost.StartAsync(
            withModel: false, (ModelFolder.Setting, _host.Models.Root), ("Inference:DefaultModel", "gtzan"));
        Assert.NotEqual("Beeps", await GenreAsync());

        var taught = await _host.Teacher.TeachAsync(Request("Beeps", "beep0.wav", "beep1.wav", "beep2.wav"));

        Assert.Equal(("gtzan", 2, "gtzan/1"), (taught.Model, taught.Version, taught.BasedOn));
        Assert.Equal(11, taught.Labels.Count);
        Assert.Equal("Hip-Hop", taught.DisplayNames[taught.Labels.IndexOf("hiphop")]);
        Assert.Equal(("Beeps", 3, 1.0), (taught.Taught[0].Label, taught.Taught[0].Examples, taught.Taught[0].Recognized));
        await Eventually.HoldsAsync(async () => await GenreAsync() == "Beeps", TimeSpan.FromMinutes(1), "the taught model serves");

        async Task<string> GenreAsync() =>
            (await inference.ClassifyAsync(await File.ReadAllBytesAsync(_host.Folder["data/other.wav"]))).Prediction.Genres[0].Label;
    }

    [Fact]
    public async Task Uploaded_examples_teach_what_the_same_files_by_path_teach()
    {
        var byPath = await _host.Teacher.TeachAsync(Request("Beeps", "beep0.wav", "beep1.wav", "beep2.wav"));
        var uploaded = await UploadAsync("beep0.wav", "beep1.wav", "beep2.wav");

        Assert.Equal("mine", uploaded.Model);
        Assert.Equal(byPath.Taught, uploaded.Taught);
        Assert.Equal(
            await File.ReadAllBytesAsync(_host.Folder["models/gtzan/2/space.safetensors"]),
            await File.ReadAllBytesAsync(_host.Folder["models/mine/1/space.safetensors"]));
    }

    [Fact]
    public async Task Genres_are_renamed_merged_removed_and_changes_taken_back()
    {
        var gtzan = new ModelChange { Model = "gtzan", SaveAs = "mine" };
        var mine = new ModelChange { Model = "mine" };
        var renamed = await _host.Teacher.RenameGenreAsync(new RenameGenreRequest { Change = gtzan, Genre = "Hip-Hop", Name = "Rap" });
        Assert.Equal(("mine", 1), (renamed.Model, renamed.Version));
        Assert.Contains("Rap", renamed.Labels);
        var merged = await _host.Teacher.MergeGenresAsync(
            new MergeGenresRequest { Change = mine, Genre = "rock", Other = "metal", Name = "guitars" });
        Assert.Equal(9, merged.Labels.Count);
        Assert.Contains("guitars", merged.Labels);
        var removed = await _host.Teacher.RemoveGenreAsync(new RemoveGenreRequest { Change = mine, Genre = "disco" });
        Assert.DoesNotContain("disco", removed.Labels);

        var undone = await _host.Teacher.UndoChangeAsync(new UndoChangeRequest { Model = "mine" });

        Assert.Equal(merged.Labels, undone.Labels);
        Assert.Equal(4, undone.Version);
    }

    [Fact]
    public async Task The_command_line_has_a_service_change_genres_as_the_program_itself_does()
    {
        _host.Folder.CopyFrom(_host.Folder["models/gtzan/1"], "own/gtzan/1");
        string[] beeps = [_host.Folder["data/beep0.wav"], _host.Folder["data/beep1.wav"]];
        foreach (string[] command in (string[][])[
            ["teach", "Beeps", .. beeps, "--as", "mine"], ["genres", "rename", "beeps", "Tones", "--model", "mine"],
            ["genres", "merge", "rock", "metal", "--into", "guitars", "--model", "mine"],
            ["genres", "remove", "disco", "--model", "mine"], ["genres", "undo", "mine"],
            ["teach", "Tones", .. beeps, "--model", "mine"], ["teach", "x", beeps[0]],
            ["teach", "x", beeps[0], _host.Folder["data/text.wav"]]])
        {
            var ours = await CommandLine.RunAsync([.. command, "--json", "--models", _host.Folder["own"]]);
            var theirs = await CommandLine.RunAsync([.. command, "--json", "--server", _host.Address]);
            Assert.True(
                (ours.ExitCode, ours.Output) == (theirs.ExitCode, theirs.Output),
                $"{string.Join(' ', command)}: {theirs.Output}{theirs.Error} in place of {ours.Output}{ours.Error}");
        }

        (await CommandLine.RunAsync(["genres", "undo", "mine", "--server", _host.Address, "--models", "here"])).FailsWith(2, "--models");
        (await CommandLine.RunAsync(["teach", "x", beeps[0], "--server", _host.Address, "--library", "here"])).FailsWith(2, "--library");
    }

    [Fact]
    public async Task Changes_at_the_same_time_lose_nothing()
    {
        var taught = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            _host.Teacher.TeachAsync(Request($"Beeps {i}", $"beep{i}.wav", $"beep{(i + 1) % 4}.wav")).ResponseAsync));

        Assert.Equal([2, 3, 4, 5], taught.Select(model => model.Version).Order());
        Assert.Equal(14, taught.Single(model => model.Version == 5).Labels.Count);
    }

    [Fact]
    public async Task Lessons_that_cannot_be_are_refused_with_their_status_and_make_no_model()
    {
        ToyGenres.Train(_host.Models, "network");
        foreach (var (status, reason, request) in new (StatusCode, string, TeachRequest)[]
        {
            (StatusCode.InvalidArgument, "'x' has no examples", Request("x")),
            (StatusCode.InvalidArgument, "'x' has one example", Request("x", "beep0.wav")),
            (StatusCode.InvalidArgument, "'copy.wav' and 'beep0.wav' hold the same audio", Request("x", "beep0.wav", "copy.wav")),
            (StatusCode.InvalidArgument, "'silence.wav' teaches nothing", Request("x", "beep0.wav", "silence.wav")),
            (StatusCode.InvalidArgument, "text.wav", Request("x", "beep0.wav", "text.wav")),
            (StatusCode.InvalidArgument, "leads out of the data root", Request("x", "beep0.wav", "../models/gtzan/1/model.json")),
            (StatusCode.NotFound, "there is no file 'none.wav'", Request("x", "beep0.wav", "none.wav")),
            (StatusCode.ResourceExhausted, "at most 100", Request("x", [.. Enumerable.Repeat("beep0.wav", 101)])),
            (StatusCode.InvalidArgument, "1 to 64 letters", Request("", "beep0.wav", "beep1.wav")),
            (StatusCode.FailedPrecondition, "knows 'rock' already", Request("Rock", "none.wav")),
            (StatusCode.InvalidArgument, "change.model: missing", Request("x", change => change.Model = "")),
            (StatusCode.NotFound, "There is no model 'gtzen'", Request("x", change => change.Model = "gtzen")),
            (StatusCode.NotFound, "has no version 7", Request("x", change => change.Version = 7)),
            (StatusCode.InvalidArgument, "change.version", Request("x", change => change.Version = -1)),
            (StatusCode.InvalidArgument, "change.save_as", Request("x", change => change.SaveAs = "../mine")),
            (StatusCode.FailedPrecondition, "cannot be taught", Request("x", change => change.Model = "network")),
        })
        {
            var refusal = await Calls.RefusedAsync(status, () => _host.Teacher.TeachAsync(request).ResponseAsync);
            Assert.True(refusal.Contains(reason, StringComparison.Ordinal), $"'{refusal}' does not say '{reason}'");
        }

        Assert.Equal(2, _host.Models.List().Count);
    }

    [Fact]
    public async Task Uploads_that_do_not_keep_their_order_are_refused()
    {
        var lesson = new TeachUploadRequest { Lesson = new Lesson { Change = new ModelChange { Model = "gtzan" }, Genre = "x" } };
        var data = new TeachUploadRequest { Data = Google.Protobuf.ByteString.CopyFromUtf8("?") };
        Assert.Contains("first message", await RefusedAsync(data), StringComparison.Ordinal);
        Assert.Contains("first message", await RefusedAsync(lesson, data), StringComparison.Ordinal);
        Assert.Contains(
            "Only the first",
            await RefusedAsync(lesson, new TeachUploadRequest { Example = new UploadHeader() }, data, lesson),
            StringComparison.Ordinal);
        Assert.Contains("no examples", await RefusedAsync(lesson), StringComparison.Ordinal);
    }

    private static TeachRequest Request(string genre, params string[] files) => new()
    {
        Lesson = new Lesson { Change = new ModelChange { Model = "gtzan" }, Genre = genre },
        Examples = { files.Select(file => new AudioSource { Path = file }) },
    };

    private static TeachRequest Request(string genre, Action<ModelChange> edit)
    {
        var request = Request(genre, "beep0.wav", "beep1.wav");
        edit(request.Lesson.Change);
        return request;
    }

    private Task<TaughtModel> UploadAsync(params string[] files) => _host.Teacher.TeachAsync(
        new Lesson { Change = new ModelChange { Model = "gtzan", Version = 1, SaveAs = "mine" }, Genre = "Beeps" },
        files.Select(file => new ExampleFile(file, () => File.OpenRead(_host.Folder[$"data/{file}"]))).ToAsyncEnumerable());

    private Task<string> RefusedAsync(params TeachUploadRequest[] messages) => Calls.RefusedAsync(
        StatusCode.InvalidArgument,
        async () =>
        {
            using var call = _host.Teacher.TeachUpload();
            try
            {
                foreach (var message in messages)
                {
                    await call.RequestStream.WriteAsync(message);
                }

                await call.RequestStream.CompleteAsync();
            }
            catch (RpcException)
            {
                // The service may have ended the call before all was sent; why, its answer says.
            }

            await call.ResponseAsync;
        });
}
