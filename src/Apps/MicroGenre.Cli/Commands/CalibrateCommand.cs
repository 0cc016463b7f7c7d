using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.Evaluation.Calibrations;
using MicroGenre.Learning;
using MicroGenre.Segmentation;

namespace MicroGenre.Cli.Commands;

/// <summary>
/// <c>microgenre calibrate</c>: adds to a model's card what only tracks tell that a model has not learnt from, and where those lie that it
/// has learnt from. Every track is one of the former for models of the same recipe that learn from the other folds. A calibration that is
/// there stays, so that no answer changes its probabilities.
/// </summary>
internal static class CalibrateCommand
{
    private const int DefaultFolds = 5;

    public static Command Create()
    {
        var model = ModelName.Option();
        var timing = new TimingOptions();
        var data = new DataOptions("", "that the model was trained on", timing);
        var groups = new Option<string?>("--groups") { Description = GroupedParts.Description, HelpName = "CSV" };
        var folds = new Option<int?>("--folds") { Description =
            $"Number of parts that the tracks are divided into; each is left out once. Default: {DefaultFolds}.", HelpName = "N" };
        var models = ModelsFolder.Option();
        var command = new ExampleCommand(
            "calibrate", "Calibrates a model's probabilities and its detection of unfamiliar music.",
                "microgenre calibrate --model mine --data ~/gtzan") { model, groups, folds, models };
        data.AddTo(command);
        timing.AddTo(command);
        command.SetAction((result, cancellation) =>
        {
            var parts = result.GetValue(folds) ?? DefaultFolds;
            if (parts < 2)
            {
                throw new UsageException($"{folds.Name} must be at least 2.");
            }

            var source = data.Require(result);
            var repository = ModelsFolder.Open(result.GetValue(models));
            return RunAsync(repository, ModelName.Parse(result.GetRequiredValue(model)).Load(repository), source,
                result.GetValue(groups), parts, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ModelRepository repository, GenreModel model, DataSource source, string? groups, int folds, CancellationToken cancellation)
    {
        using var owned = model;
        var card = model.Card;
        var screen = Screen.For(json: false);
        var (places, fitted) = await screen.WaitAsync("calibrating", progress => Task.Run(
            () =>
            {
                var tracks = source.Load(card.Recipe.Features, card.Labels, ExcerptKind.Whole, progress, cancellation).Tracks;
                if (!string.Equals(tracks.Fingerprint, card.Train.Fingerprint, StringComparison.Ordinal))
                {
                    throw new FailureException(
                        $"These are not the training tracks of {card.Name}/{card.Version}: the fingerprint is {tracks.Fingerprint}, "
                        + $"not {card.Train.Fingerprint}.");
                }

                tracks.RequireTiming(FrameTiming.Of(card.Recipe.Features), "the model takes");
                var places = TrackPlaces.Of(tracks, tracks.Tracks.Select(track => model.Answer(track.Features).Discriminants));
                return (places, cross: CrossCalibration.Fit(
                    card.Recipe, GroupedParts.Of(tracks, groups, folds, card.Recipe.Seed), GroupedParts.GroupsIn(groups), card.Calibration,
                    progress: (part, run) => progress.Report(new Step((part + run.Fraction) / folds, $"fold {part + 1} of {folds}")),
                        cancellationToken: cancellation));
            },
            cancellation));
        repository.Replace(card with
        {
            Calibration = fitted.Calibration,
            Familiarity = fitted.Familiarity,
            Conformal = fitted.Conformal,
            Places = places,
        });
        screen.WriteLine(fitted.Familiarity is { } familiarity
            ? $"{card.Name}/{card.Version}: {familiarity.Refused * 100:0.00} % of {familiarity.Tracks} tracks are called unfamiliar by "
            + $"bounds that other folds chose"
            : $"{card.Name}/{card.Version}: nothing is called unfamiliar; that takes {Familiarity.LeastTracks} tracks and a recipe of "
            + $"classical learners");
        return 0;
    }
}
