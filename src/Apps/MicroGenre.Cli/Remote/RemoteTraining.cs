using Grpc.Core;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Contracts;
using MicroGenre.Evaluation.Calibrations;
using MicroGenre.Evaluation.Pipelines;

namespace MicroGenre.Cli.Remote;

/// <summary>
/// Trains through a Training service. Tracks are named, not sent: the service must have access to the same files or, for a <c>.csv</c>
/// list, to equal ones.
/// </summary>
internal static class RemoteTraining
{
    public static async Task<int> RunAsync(Server service, TrainOptions order, CancellationToken cancellation)
    {
        using var server = service;
        var screen = Screen.For(order.Json);
        var result = await screen.WaitAsync("training", progress => FollowAsync(server, order, screen, progress, cancellation));
        if (order.Json)
        {
            screen.WriteLine(result.Card.ReplaceLineEndings(""));
            return 0;
        }

        screen.WriteLine(
            $"{result.Model}/{result.Version} trained in {TimeSpan.FromSeconds(result.Seconds):h\\:mm\\:ss}: "
            + $"{EpochLines.Describe(result.Metrics)}");
        return 0;
    }

    private static async Task<TrainResult> FollowAsync(
        Server server, TrainOptions order, Screen screen, IProgress<Step> progress, CancellationToken cancellation)
    {
        try
        {
            var request = await RequestOfAsync(order, progress, cancellation);
            using var call = new Trainer.TrainerClient(server.Channel).Train(request, cancellationToken: cancellation);
            await foreach (var happened in call.ResponseStream.ReadAllAsync(cancellation))
            {
                switch (happened.EventCase)
                {
                    case TrainEvent.EventOneofCase.Finished:
                        return happened.Finished;
                    case TrainEvent.EventOneofCase.Skipped:
                        Screen.WriteProblem($"{happened.Skipped.Track}: {happened.Skipped.Reason} (skipped)");
                        break;
                    case TrainEvent.EventOneofCase.Queued:
                        progress.Report(new Step(0, $"waiting, {happened.Queued.Ahead} ahead"));
                        break;
                    case TrainEvent.EventOneofCase.Phase:
                        var phase = happened.Phase;
                        progress.Report(new Step(phase.Total > 0 ? (double)phase.Done / phase.Total : 0, phase.Name));
                        break;
                    case TrainEvent.EventOneofCase.Epoch:
                        Write(happened.Epoch, order, screen, progress);
                        break;
                    case TrainEvent.EventOneofCase.Candidate when !order.Json:
                        screen.WriteLine(
                            GridLines.Line(happened.Candidate.Settings, happened.Candidate.Accuracy, happened.Candidate.Deviation));
                        break;
                    case TrainEvent.EventOneofCase.Calibrated when !order.Json:
                        screen.WriteLine(
                            TrainingScreen.CalibrationLine(order.PartNames[happened.Calibrated.Part], PartOf(happened.Calibrated)));
                        break;
                }
            }
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }

        throw new FailureException($"{server.Address} ended the training without a result.");
    }

    private static CalibratedPart PartOf(PartCalibration part) =>
        new(part.Tracks, part.Temperature, part.ErrorBefore, part.ErrorAfter, part.UncertainOfWrong, part.UncertainOfRight);

    private static void Write(EpochResult epoch, TrainOptions order, Screen screen, IProgress<Step> progress)
    {
        progress.Report(new Step((double)epoch.Epoch / epoch.Epochs, $"epoch {epoch.Epoch}/{epoch.Epochs}"));
        if (!order.Json)
        {
            screen.WriteLine(EpochLines.Line(
                epoch.Epoch, epoch.Epochs, epoch.Loss, epoch.Accuracy,
                epoch.HasValidationLoss ? epoch.ValidationLoss : null, epoch.HasValidationAccuracy ? epoch.ValidationAccuracy : null,
                epoch.HasClusterChanges ? epoch.ClusterChanges : null));
        }
    }

    private static async Task<TrainRequest> RequestOfAsync(TrainOptions order, IProgress<Step> progress, CancellationToken cancellation)
    {
        var request = new TrainRequest
        {
            Model = order.Model,
            Data = await DataOfAsync(order.Train, progress, cancellation),
            HoldOut = order.HoldOut ?? TrainingPlan.DefaultHoldOut,
            GridJson = order.GridJson() ?? "",
            Folds = order.Folds,
            CrossCalibrate = order.CrossCalibrate,
        };
        if (File.Exists(order.Recipe))
        {
            request.RecipeJson = await File.ReadAllTextAsync(order.Recipe, cancellation);
        }
        else
        {
            request.Recipe = order.Recipe;
        }

        if (order.Validation is { } validation)
        {
            request.Validation = await DataOfAsync(validation, progress, cancellation);
        }

        if (order.Epochs is { } epochs)
        {
            request.Epochs = epochs;
        }

        if (order.Seed is { } seed)
        {
            request.Seed = seed;
        }

        return request;
    }

    private static async Task<DataSet> DataOfAsync(DataSource source, IProgress<Step> progress, CancellationToken cancellation) =>
        (source.Data, source.Spectrograms, source.Labels) switch
    {
        ({ } list, _, _) when IsManifest(list) => new DataSet { Manifest = await HashedManifest.ReadAsync(list, progress, cancellation) },
        ({ } folder, _, _) => new DataSet { Folder = RemotePath.Of(folder) },
        (_, [var spectrograms], [var labels]) => new DataSet { Spectrograms = FilesOf(spectrograms, labels) },
        _ => new DataSet { Parts = new SpectrogramParts { Files = { source.Spectrograms.Zip(source.Labels, FilesOf) } } },
    };

    private static SpectrogramFiles FilesOf(string spectrograms, string labels) => new()
    {
        Spectrograms = RemotePath.Of(spectrograms),
        Labels = RemotePath.Of(labels),
    };

    private static bool IsManifest(string data) =>
        File.Exists(data) || (data.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(data));
}
