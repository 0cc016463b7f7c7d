using System.Threading.Channels;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.DataSets;
using MicroGenre.Evaluation;
using MicroGenre.Evaluation.Reports;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;

namespace MicroGenre.Evaluating;

/// <summary>Implements <c>microgenre.v1.Evaluator</c>.</summary>
public sealed class EvaluatorService(ModelRepository repository, DataRoot root, ReportStore reports, EvaluationTurns turns)
    : Evaluator.EvaluatorBase
{
    /// <inheritdoc/>
    public override async Task Evaluate(
        EvaluateRequest request, IServerStreamWriter<EvaluateEvent> responseStream, ServerCallContext context)
    {
        if ((request.Model.Length == 0) == (request.Suite.Length == 0))
        {
            throw RpcErrors.InvalidArgument("model, suite: set one of them.");
        }

        var cancellation = context.CancellationToken;
        using var turn = await turns.TakeAsync(cancellation);

        // A slow caller misses progress reports but does not delay the evaluation.
        var progress = Channel.CreateBounded<EvaluateProgress>(new BoundedChannelOptions(1)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
        });
        var evaluating = Task.Run(
            () =>
            {
                try
                {
                    return request.Suite.Length > 0 ? SuiteEvaluation.Run(request, root, reports, progress.Writer, cancellation)
                        : Evaluate(request, progress.Writer, cancellation);
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

        foreach (var happened in await evaluating)
        {
            await responseStream.WriteAsync(happened, cancellation);
        }
    }

    /// <inheritdoc/>
    public override Task<ListReportsResponse> ListReports(ListReportsRequest request, ServerCallContext context)
    {
        var response = new ListReportsResponse();
        response.Reports.AddRange(
            reports.List().Select(ReportMapping.ToSummary).Where(summary => request.Model.Length == 0 || summary.Model == request.Model));
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<Report> GetReport(GetReportRequest request, ServerCallContext context) =>
        Task.FromResult(ReportMapping.ToReport(Find(request.Id, "id")));

    /// <inheritdoc/>
    public override Task<Contracts.Comparison> Compare(CompareRequest request, ServerCallContext context) =>
        Task.FromResult(ReportMapping.ToComparison(
        Evaluation.Comparison.Of(Find(request.First, "first").Report, Find(request.Second, "second").Report)));

    private KeptReport Find(string id, string field) =>
        reports.Find(id) ?? throw RpcErrors.NotFound($"{field}: there is no report '{id}'.");

    private IReadOnlyList<EvaluateEvent> Evaluate(
        EvaluateRequest request, ChannelWriter<EvaluateProgress> progress, CancellationToken cancellation)
    {
        if (request.Version < 0)
        {
            throw RpcErrors.InvalidArgument($"version: {request.Version} is not a valid version; versions count from 1.");
        }

        var data = LabelledData.Open(request.Data, root, "data");
        using var model = repository.Load(request.Model, request.Version == 0 ? null : request.Version);
        var tracks = data.Load(model.Card.Recipe.Features, ModelEvaluation.GenresOf(model.Card),
            new PhaseProgress("reading tracks", progress), cancellation: cancellation);
        var report = ModelEvaluation.Run(model, tracks, new PhaseProgress("classifying", progress), cancellation);
        return
        [
            .. report.Skipped.Select(skipped => new EvaluateEvent
            {
                Skipped = new SkippedTrack { Track = skipped.Track, Reason = skipped.Reason },
            }),
            new EvaluateEvent { Report = ReportMapping.ToReport(reports.Keep(report)) },
        ];
    }

    private sealed class PhaseProgress(string phase, ChannelWriter<EvaluateProgress> writer) : IProgress<TrackProgress>
    {
        public void Report(TrackProgress value) => writer.TryWrite(new EvaluateProgress
        {
            Phase = phase,
            Done = value.Done,
            Total = value.Total,
        });
    }
}
