using MicroGenre.Evaluation.Reports;
using MicroGenre.Networks;
using MicroGenre.Serving;

namespace MicroGenre.Evaluating;

/// <summary>How the service is put together.</summary>
public static class Extensions
{
    /// <summary>Adds what the service is made of.</summary>
    public static void AddEvaluating(this IHostApplicationBuilder builder)
    {
        NetworkKinds.Register();
        builder.AddServing();
        builder.AddModelRepository();
        builder.Services
            .AddSingleton(new ReportStore(ReportFolder.Find(builder.Configuration, builder.Environment.ContentRootPath)))
            .AddSingleton<EvaluationTurns>();
    }
}
