namespace MicroGenre.Cli.Tests;

[Collection(TrainedModelTests.Name)]
public class CalibrateTests(TrainedModelFixture trained)
{
    [Fact]
    public async Task Tracks_that_the_model_has_not_learnt_from_are_refused_and_the_card_stays()
    {
        var card = Path.Combine(trained.Models, TrainedModelFixture.Model, "1", "model.json");
        var before = await File.ReadAllTextAsync(card);

        (await CalibrateAsync("--data", trained.Music)).FailsWith(1, "These are not the training tracks of tones/1");

        Assert.Equal(before, await File.ReadAllTextAsync(card));
    }

    [Fact]
    public async Task Fewer_than_two_folds_are_bad_usage() =>
        (await CalibrateAsync("--data", trained.Music, "--folds", "1")).FailsWith(2, "--folds must be at least 2");

    private Task<CliResult> CalibrateAsync(params string[] arguments) =>
        WarmCli.RunAsync(["calibrate", "--model", TrainedModelFixture.Model, "--models", trained.Models, .. arguments]);
}
