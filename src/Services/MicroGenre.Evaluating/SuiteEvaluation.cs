using System.Threading.Channels;
using MicroGenre.Contracts;
using MicroGenre.Evaluation.Reports;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;

namespace MicroGenre.Evaluating;

/// <summary>Runs suites for callers. Runs are saved next to the reports of models.</summary>
internal static class SuiteEvaluation
{
    private const string RunsFolder = "suites";
    private const int Thousandths = 1000;

    public static IReadOnlyList<EvaluateEvent> Run(
        EvaluateRequest request, DataRoot root, ReportStore reports, ChannelWriter<EvaluateProgress> progress,
            CancellationToken cancellation)
    {
        var suite = Suite.All.FirstOrDefault(known => known.Name == request.Suite)
            ?? throw RpcErrors.NotFound(
                $"suite: there is no suite '{request.Suite}'; known are: {string.Join(", ", Suite.All.Select(known => known.Name))}.");
        if (request.Data?.SourceCase != DataSet.SourceOneofCase.Folder)
        {
            throw RpcErrors.InvalidArgument("data: a suite needs a folder of tracks.");
        }

        var data = SuiteData.Open(root.Folder(request.Data.Folder, "data.folder"));
        var outcome = SuiteRunner.Run(
            suite, data, Path.Combine(reports.Folder, RunsFolder), BudgetOf(request.Budget) with { Protocols = [data.Protocols[^1]] },
            progress: new Steps(progress), cancellationToken: cancellation);
        return [new EvaluateEvent { Suite = ReportMapping.ToReport(Evaluation.Reports.SuiteReport.Of(suite, outcome)) }];
    }

    private static Evaluation.Suites.SuiteBudget BudgetOf(Contracts.SuiteBudget? budget) => budget is null
        ? Evaluation.Suites.SuiteBudget.Whole
        : new Evaluation.Suites.SuiteBudget
        {
            Epochs = budget.HasEpochs ? budget.Epochs : null,
            Seeds = budget.HasSeeds ? budget.Seeds : null,
            Rows = [.. budget.Rows],
        };

    private sealed class Steps(ChannelWriter<EvaluateProgress> writer) : IProgress<SuiteProgress>
    {
        public void Report(SuiteProgress value) => writer.TryWrite(new EvaluateProgress
        {
            Phase = $"{value.Row}, seed {value.Seed}",
            Done = (long)(value.Fraction * Thousandths),
            Total = Thousandths,
        });
    }
}
