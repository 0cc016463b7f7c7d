using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.DataSets;
using MicroGenre.Evaluation;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;
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
            new Dictionary<string, string?>(
                StringComparer.Ordinal) { [DataRoot.Setting] = _folder["data"], [ModelFolder.Setting] = _folder["models"] });
        _client = new Evaluator.EvaluatorClient(_host.Channel);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_report_is_the_librarys_in_every_number()
    {
        using var model = _models.Load("toy");
        var expected = ModelEvaluation.Run(model, new LoadedTracks(ToyGenres.Tracks(), []));
        var report =
            (await EvaluateAsync(
                new DataSet { Spectrograms = new SpectrogramFiles { Spectrograms = "tracks.npy", Labels = "tracks.csv" } }))[^1].Report;
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
        Assert.Contains("broken.wav", Assert.Single(events, happened => happened.Skipped is not null).Skipped.Track,
            StringComparison.Ordinal);
        Assert.Equal((10L, 1L), (events[^1].Report.Tracks, events[^1].Report.Skipped));
        Assert.Contains(events, happened => happened.Progress is { Phase: "classifying", Done: 10, Total: 10 });
    }

    [Fact]
    public async Task What_cannot_be_evaluated_is_refused_with_its_status()
    {
        var music = new DataSet { Folder = "music" };
        ToyGenres.WriteFolders(_folder["data/other"], tracksPerGenre: 1);
        Directory.Move(_folder["data/other/low"], _folder["data/other/polka"]);
        _models.Save("broken",
            TrainingRun.Run(ToyGenres.Recipe with { Training = ToyGenres.Recipe.Training with { Epochs = 1 } }, ToyGenres.Tracks()));
        await File.WriteAllTextAsync(Path.Combine(_models.FolderOf("broken", 1), "weights.safetensors"), "no weights");

        await Calls.RefusedAsync(StatusCode.NotFound, () => EvaluateAsync(music, "none"));
        await Calls.RefusedAsync(StatusCode.NotFound, () => EvaluateAsync(music, version: 9));
        await Calls.RefusedAsync(StatusCode.FailedPrecondition, () => EvaluateAsync(music, "broken"));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => EvaluateAsync(music, ""));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => EvaluateAsync(music, version: -1));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => EvaluateAsync(new DataSet()));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => EvaluateAsync(new DataSet { Folder = ".." }));
        await Calls.RefusedAsync(StatusCode.NotFound, () => EvaluateAsync(new DataSet { Folder = "none" }));
        Assert.Contains("polka", await Calls.RefusedAsync(
            StatusCode.InvalidArgument, () => EvaluateAsync(new DataSet { Folder = "other" })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluations_take_turns_and_all_end()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EvaluateAsync(new DataSet { Folder = "music" })));
        Assert.Single(reports.Select(events => events[^1].Report.Json).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Reports_are_kept_listed_and_compared()
    {
        _models.Save("half",
            TrainingRun.Run(ToyGenres.Recipe with { Training = ToyGenres.Recipe.Training with { Epochs = 1 } }, ToyGenres.Tracks()));
        var music = new DataSet { Folder = "music" };
        var first = (await EvaluateAsync(music))[^1].Report;
        var again = (await EvaluateAsync(music))[^1].Report;
        var second = (await EvaluateAsync(music, "half"))[^1].Report;

        Assert.Equal(first.Id, again.Id);
        var listed = (await _client.ListReportsAsync(new ListReportsRequest())).Reports;
        Assert.Equal(new[] { first.Id, second.Id }.Order(StringComparer.Ordinal),
            listed.Select(report => report.Id).Order(StringComparer.Ordinal));
        Assert.Equal(second.Id, Assert.Single((await _client.ListReportsAsync(new ListReportsRequest { Model = "half" })).Reports).Id);
        Assert.Equal(first, await _client.GetReportAsync(new GetReportRequest { Id = first.Id }));

        var comparison = await _client.CompareAsync(new CompareRequest { First = first.Id, Second = second.Id });
        Assert.Equal((first.Accuracy, second.Accuracy, 10L),
            (comparison.FirstAccuracy, comparison.SecondAccuracy, comparison.CommonTracks));
        Assert.Equal(second.Accuracy - first.Accuracy, comparison.Difference);
        Assert.InRange(comparison.Difference, comparison.Difference95.Low, comparison.Difference95.High);
        Assert.Equal(comparison.Difference, (comparison.Mcnemar.OnlySecond - comparison.Mcnemar.OnlyFirst) / 10.0, 12);
        await Calls.RefusedAsync(StatusCode.NotFound, () =>
            _client.GetReportAsync(new GetReportRequest { Id = "../models" }).ResponseAsync);
        await Calls.RefusedAsync(StatusCode.NotFound, () =>
            _client.CompareAsync(new CompareRequest { First = first.Id, Second = "abc" }).ResponseAsync);
    }

    [Fact]
    public async Task A_model_that_is_measured_on_what_it_learnt_from_says_so()
    {
        var report =
            (await EvaluateAsync(
                new DataSet { Spectrograms = new SpectrogramFiles { Spectrograms = "tracks.npy", Labels = "tracks.csv" } }))[^1].Report;
        Assert.True(report.HasSeenInTraining);
        Assert.Equal(10, report.SeenInTraining);
    }

    [Fact]
    public async Task A_suite_is_measured_as_far_as_the_budget_goes()
    {
        var events = await EvaluateAsync(new EvaluateRequest
        {
            Suite = "classic-table2", Data = new DataSet { Folder = "music" }, Budget = new Contracts.SuiteBudget
            {
                Seeds = 1,
                Rows = { "segments-nearest-neighbors-whole" },
            },
        });
        var suite = events[^1].Suite;

        var row = Assert.Single(suite.Rows);
        Assert.Equal(("KNN, full songs", 0.2767, "–"), (row.Name, row.Published, row.Epochs));
        Assert.Equal([1], row.Seeds);
        Assert.False(row.HasDeviation);
        Assert.Equal(9, suite.Missing.Count);
        Assert.Contains("| KNN, full songs | 27.7 % |", suite.Markdown, StringComparison.Ordinal);

        var music = new DataSet { Folder = "music" };
        Assert.Contains("classic-table2", await Calls.RefusedAsync(
            StatusCode.NotFound, () => EvaluateAsync(new EvaluateRequest { Suite = "none", Data = music })), StringComparison.Ordinal);
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () =>
            EvaluateAsync(new EvaluateRequest { Suite = "classic-table2", Model = "toy", Data = music }));
        await Calls.RefusedAsync(StatusCode.InvalidArgument, () => EvaluateAsync(new EvaluateRequest { Suite = "classic-table2" }));
        await Calls.RefusedAsync(
            StatusCode.InvalidArgument, () => EvaluateAsync(new EvaluateRequest
            {
                Suite = "classic-table2",
                Data = music,
                Budget = new Contracts.SuiteBudget { Rows = { "none" } },
            }));
    }

    private Task<List<EvaluateEvent>> EvaluateAsync(DataSet data, string model = "toy", int version = 0) =>
        EvaluateAsync(new EvaluateRequest { Model = model, Version = version, Data = data });

    private async Task<List<EvaluateEvent>> EvaluateAsync(EvaluateRequest request)
    {
        using var call = _client.Evaluate(request);
        var events = new List<EvaluateEvent>();
        await foreach (var happened in call.ResponseStream.ReadAllAsync())
        {
            events.Add(happened);
        }

        return events;
    }
}
