using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

[Collection(TrainedModelTests.Name)]
public sealed class EvaluateTests(TrainedModelFixture trained) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_that_is_measured_on_what_it_learnt_from_is_reported_with_a_warning()
    {
        Assert.Matches(@"WARNING: the model was trained on \d+ of these tracks",
            (await EvaluateAsync()).Succeeds().Output);
        Assert.InRange(Assert.Single((await EvaluateAsync("--json")).Succeeds().JsonLines).GetProperty("seen_in_training").GetInt32(), 1,
            12);
    }

    [Fact]
    public async Task Saved_reports_are_compared()
    {
        (await EvaluateAsync("--save", _folder["a.json"])).Succeeds();
        Assert.Contains("\"taken_for\"", await File.ReadAllTextAsync(_folder["a.json"]), StringComparison.Ordinal);

        var text = (await WarmCli.RunAsync("evaluate", "--compare", _folder["a.json"], _folder["a.json"])).Succeeds().Output;
        Assert.Contains("difference 0.0 points (95 % interval 0.0 to 0.0)", text, StringComparison.Ordinal);
        Assert.Contains("of 12 tracks, 0 only the first got right and 0 only the second: McNemar's exact p = 1", text,
            StringComparison.Ordinal);

        var json = Assert.Single(
            (await WarmCli.RunAsync("evaluate", "--compare", _folder["a.json"], _folder["a.json"], "--json")).Succeeds().JsonLines);
        Assert.Equal(12, json.GetProperty("common_tracks").GetInt32());
        Assert.Equal(1, json.GetProperty("mcnemar").GetProperty("p").GetDouble());

        (await WarmCli.RunAsync("evaluate", "--compare", _folder["a.json"])).FailsWith(2, "--compare takes two files");
        (await WarmCli.RunAsync("evaluate", "--compare", _folder["a.json"], _folder["b.json"])).FailsWith(1, "There is no file");
        await File.WriteAllTextAsync(_folder["b.json"], "{}");
        (await WarmCli.RunAsync("evaluate", "--compare", _folder["a.json"], _folder["b.json"])).FailsWith(1, "it is not a report");
    }

    [Fact]
    public async Task A_part_of_a_suite_is_reported_as_such_and_bad_orders_are_refused()
    {
        string[] suite = ["evaluate", "--suite", "classic-table2", "--data", trained.Music, "--report", _folder["report"]];
        var result = await WarmCli.RunAsync([.. suite, "--seeds", "1", "--rows", "segments-nearest-neighbors-whole", "--players"]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.OutputLines, line => line.StartsWith("KNN, full songs ", StringComparison.Ordinal));
        Assert.Contains("SVM, full songs: not run yet (not measured)", result.Error, StringComparison.Ordinal);
        var page = await File.ReadAllTextAsync(Path.Combine(_folder["report"], "classic-table2.html"));
        var player = page[(page.IndexOf("src=\"", StringComparison.Ordinal) + 5)..];
        Assert.True(
            File.Exists(Path.Combine(_folder["report"], Uri.UnescapeDataString(player[..player.IndexOf('"', StringComparison.Ordinal)]))));

        (await WarmCli.RunAsync([.. suite, "--rows", "none"])).FailsWith(2, "has no row 'none'");
        (await WarmCli.RunAsync([.. suite, "--precision", "half"])).FailsWith(2, "--precision must be one of single, tf32, bf16");
        (await WarmCli.RunAsync([.. suite, "--epochs", "0"])).FailsWith(2, "at least one epoch");
        (await WarmCli.RunAsync([.. suite, "--dataset", "none"])).FailsWith(2, "There is no data set 'none'");
    }

    [Fact]
    public async Task A_report_that_would_drop_a_measured_row_is_refused()
    {
        string[] suite = ["evaluate", "--suite", "classic-table2", "--data", trained.Music, "--report", _folder["report"]];
        var page = Path.Combine(_folder["report"], "classic-table2.md");
        Assert.Equal(0, (await WarmCli.RunAsync([.. suite, "--seeds", "1", "--rows", "segments-nearest-neighbors-whole"])).ExitCode);
        var before = await File.ReadAllTextAsync(page);
        Directory.Delete(Path.Combine(_folder["report"], "results"), recursive: true);

        (await WarmCli.RunAsync([.. suite, "--seeds", "1", "--rows", "segments-nearest-neighbors-voted"])).FailsWith(
            1, "has results of 'KNN, full songs', which this report would drop: not run yet");

        Assert.Equal(before, await File.ReadAllTextAsync(page));
    }

    [Fact]
    public async Task Data_sets_are_listed_with_their_source_and_licence() => Assert.Equal(
        6, (await WarmCli.RunAsync("data")).Succeeds().OutputLines.Count(line => line.StartsWith("  licence ", StringComparison.Ordinal)));

    [Fact]
    public async Task A_data_set_is_checked_and_compared_with_its_index()
    {
        foreach (var genre in new[] { "high", "low" })
        {
            Directory.CreateDirectory(_folder[$"music/{genre}"]);
            File.Copy(Path.Combine(trained.Music, genre, $"{genre}.0.wav"), _folder[$"music/{genre}/a.wav"]);
        }

        (await WarmCli.RunAsync("data", "index", _folder["music"], "--out", _folder["index.csv"])).Succeeds();
        await File.WriteAllTextAsync(_folder["music/low/broken.wav"], "text");
        File.Copy(_folder["music/low/a.wav"], _folder["music/low/b.wav"]);
        await File.AppendAllTextAsync(_folder["music/high/a.wav"], "more");

        var text = (await WarmCli.RunAsync("data", "check", _folder["music"], "--index", _folder["index.csv"])).Succeeds().Output;
        Assert.Contains("low/a.wav: the same bytes as low/b.wav", text, StringComparison.Ordinal);
        var json = Assert.Single(
            (await WarmCli.RunAsync("data", "check", _folder["music"], "--index", _folder["index.csv"], "--json")).Succeeds().JsonLines);
        var kinds = json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("kind").GetString()!)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(["broken", "changed", "sameContent"], StringComparer.Ordinal), kinds);

        (await WarmCli.RunAsync("data", "check", _folder["nonesuch"])).FailsWith(1, "There is no folder");
        (await WarmCli.RunAsync("data", "check", _folder["music"], "--dataset", "none")).FailsWith(2, "There is no data set 'none'");
    }

    [Fact]
    public async Task A_data_set_is_divided_and_a_suite_is_run_on_the_parts()
    {
        Task<CliResult> DivideAsync(params string[] options) =>
            WarmCli.RunAsync(["data", "split", trained.Music, "--out", _folder["split.json"], .. options]);

        Assert.Contains("random-70-30/seed-1, train 8, test 4 of 12 tracks", (await DivideAsync("--shares", "70:30")).Succeeds().Output,
            StringComparison.Ordinal);
        var result = await WarmCli.RunAsync(
            "evaluate", "--suite", "classic-table2", "--data", trained.Music, "--report", _folder["report"], "--split",
                _folder["split.json"], "--allow-leaks", "--rows", "segments-nearest-neighbors-whole");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("| random-70-30/seed-1 | 3 | 8 tracks | ",
            await File.ReadAllTextAsync(Path.Combine(_folder["report"], "classic-table2.md")), StringComparison.Ordinal);

        var index = Path.Combine(_folder["report"], "README.md");
        File.Delete(index);
        var report = await WarmCli.RunAsync("evaluate", "--report", _folder["report"]);
        Assert.Contains(index, report.Succeeds().Output, StringComparison.Ordinal);
        Assert.Contains("| KNN, full songs | 27.7 % | ", await File.ReadAllTextAsync(index), StringComparison.Ordinal);

        Assert.Equal(3, (await DivideAsync("--folds", "3")).Succeeds().OutputLines.Length);
        Assert.True(File.Exists(_folder["split-3.json"]));
        (await DivideAsync("--folds", "13")).FailsWith(1, "12 tracks can be split into 2 to 12 folds");
        (await DivideAsync("--shares", "8:none")).FailsWith(2, "is not a list of shares");
        (await DivideAsync("--kind", "group")).FailsWith(1, "These tracks have no groups");
        await File.WriteAllLinesAsync(_folder["a.txt"], ["low/low.0.wav", "high/high.0.wav"]);
        await File.WriteAllLinesAsync(_folder["b.txt"], ["low/low.1.wav"]);
        Assert.Contains("train 2, test 1 of 12 tracks",
            (await DivideAsync("--lists", _folder["a.txt"], _folder["b.txt"])).Succeeds().Output, StringComparison.Ordinal);
    }

    private Task<CliResult> EvaluateAsync(params string[] options) => WarmCli.RunAsync(
        ["evaluate", "--data", trained.Music, "--model", TrainedModelFixture.Model, "--models", trained.Models, .. options]);
}
