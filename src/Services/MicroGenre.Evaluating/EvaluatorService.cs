using System.Threading.Channels;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Contracts.Serving;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Evaluation.Reports;
using MicroGenre.Learning;

namespace MicroGenre.Evaluating;

/// <summary>Answers the calls of <c>microgenre.v1.Evaluator</c>.</summary>
public sealed class EvaluatorService(ModelRepository repository, DataRoot root, EvaluationTurns turns) : Evaluator.EvaluatorBase
{
    /// <inheritdoc/>
    public override async Task Evaluate(EvaluateRequest request, IServerStreamWriter<EvaluateEvent> responseStream, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        using var turn = await turns.TakeAsync(cancellation);

        // A slow caller misses progress, and holds nothing up.
        var progress = Channel.CreateBounded<EvaluateProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var evaluating = Task.Run(
            () =>
            {
                try
                {
                    return Evaluate(request, progress.Writer, cancellation);
                }
                finally
                {
                    progress.Writer.Complete();
                }
            },
            cancellation);
        await foreach (var step in progress.Reader.ReadAllAsync(cancellation))
        {
            await responseStream.WriteAsync(new EvaluateEvent { Progress = step }, cancellation);
        }

        var (model, report) = await LibraryStatuses.TranslateAsync(() => evaluating);
        foreach (var skipped in report.Skipped)
        {
            await responseStream.WriteAsync(new EvaluateEvent { Skipped = new SkippedTrack { Track = skipped.Track, Reason = skipped.Reason } }, cancellation);
        }

        await responseStream.WriteAsync(new EvaluateEvent { Report = ReportMapping.ToReport(model, report) }, cancellation);
    }

    private (ModelCard Model, EvaluationReport Report) Evaluate(EvaluateRequest request, ChannelWriter<EvaluateProgress> progress, CancellationToken cancellation)
    {
        if (request.Model.Length == 0 || request.Version < 0)
        {
            throw RpcErrors.InvalidArgument(request.Model.Length == 0 ? "model: it is not named." : $"version: {request.Version} is no version; they count from 1.");
        }

        var data = LabelledData.Open(request.Data, root, "data");
        using var model = repository.Load(request.Model, request.Version == 0 ? null : request.Version);
        var tracks = data.Load(model.Card.Recipe.Features, model.Card.Labels, new PhaseProgress("reading tracks", progress), cancellation);
        return (model.Card, ModelEvaluation.Run(model, tracks, new PhaseProgress("classifying", progress), cancellation));
    }

    private sealed class PhaseProgress(string phase, ChannelWriter<EvaluateProgress> writer) : IProgress<TrackProgress>
    {
        public void Report(TrackProgress value) => writer.TryWrite(new EvaluateProgress { Phase = phase, Done = value.Done, Total = value.Total });
    }
}
