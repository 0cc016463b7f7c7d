using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Contracts.Serving;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Evaluation.Reports;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.AspNetCore.Builder;
using SpectrogramFiles = MicroGenre.Contracts.SpectrogramFiles;

namespace MicroGenre.Evaluating.Tests;

public sealed class EvaluateTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ModelRepository _models = null!;
    private ServiceHost _host = null!;
    private Evaluator.EvaluatorClient _client = null!;

    public async Task InitializeAsync()
    {
        ToyGenres.WriteFolders(_folder["data/music"]);
        ToyGenres.WriteSpectrograms(_folder["data"], "tracks");
        _models = new ModelRepository(_folder["models"]);
        ToyGenres.Train(_models, "toy");
        _host = await ServiceHost.StartAsync(
            builder => builder.AddEvaluating(),
            app => app.MapGrpcService<EvaluatorService>(),
            new Dictionary<string, string?>(StringComparer.Ordinal) { [DataRoot.Setting] = _folder["data"], [ModelFolder.Setting] = _folder["models"] });
        _client = new Evaluator.EvaluatorClient(_host.Channel);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_report_is_the_librarys_in_every_number()
    {
        using var model = _models.Load("toy");
        var expected = ModelEvaluation.Run(model, new LoadedTracks(ToyGenres.Tracks(), []));
        var report = (await EvaluateAsync(new DataSet { Spectrograms = new SpectrogramFiles { Spectrograms = "tracks.npy", Labels = "tracks.csv" } }))[^1].Report;
        Assert.Equal(("toy", 1, 10L, 0L), (report.Model, report.Version, report.Tracks, report.Skipped));
        Assert.Equal((expected.Accuracy, expected.Top2, expected.MacroF1), (report.Accuracy, report.Top2, report.MacroF1));
        Assert.Equal(expected.Accuracy95, new[] { report.Accuracy95.Low, report.Accuracy95.High });
        Assert.Equal(expected.Confusion, report.Confusion.Select(row => row.Counts.ToArray()));
        Assert.Equal(expected.PerGenre.Keys, report.Genres.Select(genre => genre.Label));
        Assert.Equal(expected.PerGenre.Values.Select(genre => genre.Recall), report.Genres.Select(genre => genre.Recall));
        Assert.Equal(expected.ToJson(), report.Json);
    }

    [Fact]
    public async Task A_folder_of_music_is_evaluated_with_progress_and_broken_tracks_are_reported()
    {
        await File.WriteAllTextAsync(_folder["data/music/low/broken.wav"], "no audio");
        var events = await EvaluateAsync(new DataSet { Folder = "music" });
        Assert.Contains("broken.wav", Assert.Single(events, happened => happened.Skipped is not null).Skipped.Track, StringComparison.Ordinal);
        Assert.Equal((10L, 1L), (events[^1].Report.Tracks, events[^1].Report.Skipped));
        Assert.Contains(events, happened => happened.Progress is { Phase: "classifying", Done: 10, Total: 10 });
    }

    [Fact]
    public async Task What_cannot_be_evaluated_is_refused_with_its_status()
    {
        var music = new DataSet { Folder = "music" };
        ToyGenres.WriteFolders(_folder["data/other"], tracksPerGenre: 1);
        Directory.Move(_folder["data/other/low"], _folder["data/other/polka"]);
        _models.Save("broken", TrainingRun.Run(ToyGenres.Recipe with { Training = ToyGenres.Recipe.Training with { Epochs = 1 } }, ToyGenres.Tracks()));
        await File.WriteAllTextAsync(Path.Combine(_models.FolderOf("broken", 1), "weights.safetensors"), "no weights");

        await Calls.RefusedAsync(StatusCode.NotFound, () => EvaluateAsync(music, "none"));
        await Calls.RefusedAsync(StatusCode.NotFound, () => EvaluateAsync(music, version: 9));
        await Calls.RefusedAsync(StatusCode.FailedPrecondition, () => EvaluateAsync(music, "broken"));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => EvaluateAsync(music, ""));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => EvaluateAsync(music, version: -1));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => EvaluateAsync(new DataSet()));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => EvaluateAsync(new DataSet { Folder = ".." }));
        await Calls.RefusedAsync(StatusCode.NotFound, () => EvaluateAsync(new DataSet { Folder = "none" }));
        Assert.Contains("polka", await Calls.RefusedAsync(StatusCode.InvalidArgument, () => EvaluateAsync(new DataSet { Folder = "other" })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluations_take_turns_and_all_end()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EvaluateAsync(new DataSet { Folder = "music" })));
        Assert.Single(reports.Select(events => events[^1].Report.Json).Distinct(StringComparer.Ordinal));
    }

    private async Task<List<EvaluateEvent>> EvaluateAsync(DataSet data, string model = "toy", int version = 0)
    {
        using var call = _client.Evaluate(new EvaluateRequest { Model = model, Version = version, Data = data });
        var events = new List<EvaluateEvent>();
        await foreach (var happened in call.ResponseStream.ReadAllAsync())
        {
            events.Add(happened);
        }

        return events;
    }
}
