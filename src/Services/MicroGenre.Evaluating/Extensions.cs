using MicroGenre.Evaluation.Reports;
using MicroGenre.Networks;
using MicroGenre.Serving;

namespace MicroGenre.Evaluating;

/// <summary>Registers and maps the service.</summary>
public static class Extensions
{
    /// <summary>Adds the service's components.</summary>
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
