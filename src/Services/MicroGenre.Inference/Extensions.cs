using Aspire.ServiceDefaults.Settings;
using MicroGenre.Inference.Classification;
using MicroGenre.Inference.Drifts;
using MicroGenre.Inference.Models;
using MicroGenre.Inference.OpenInference;
using MicroGenre.Networks;
using MicroGenre.Serving;
using MicroGenre.Serving.Features;

namespace MicroGenre.Inference;

/// <summary>Registers and maps the service.</summary>
public static class Extensions
{
    /// <summary>
    /// Adds the service's components. Features come from the FeatureExtraction service if it is configured; otherwise they are computed in
    /// this process.
    /// </summary>
    public static void AddInference(this IHostApplicationBuilder builder)
    {
        NetworkKinds.Register();
        var options = builder.ReadSettings<InferenceOptions>(InferenceOptions.Section);
        builder.AddServing();
        builder.AddModelRepository();
        builder.AddFeatureSource(options, options.FeaturePatience);
        builder.Services
            .AddSingleton(options)
            .AddSingleton<ModelLoader>()
            .AddSingleton<ModelCache>()
            .AddHostedService<ModelWatcher>()
            .AddSingleton<Batcher>()
            .AddHostedService(services => services.GetRequiredService<Batcher>())
            .AddHostedService<QueueMetrics>()
            .AddSingleton<DriftMetrics>()
            .AddSingleton<TrackClassifier>()
            .AddHealthChecks().AddCheck<ModelsCheck>("models").AddCheck<DriftCheck>("drift");
    }

    /// <summary>Maps the gRPC services.</summary>
    public static void MapInference(this WebApplication app)
    {
        app.MapGrpcService<ClassifierService>();
        app.MapGrpcService<ModelControlService>();
        app.MapGrpcService<OpenInferenceService>();
    }
}
