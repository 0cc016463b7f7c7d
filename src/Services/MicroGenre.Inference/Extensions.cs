using Aspire.ServiceDefaults.Settings;
using MicroGenre.Inference.Classification;
using MicroGenre.Inference.Features;
using MicroGenre.Inference.Models;
using MicroGenre.Inference.OpenInference;
using MicroGenre.Learning;
using MicroGenre.Networks;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;

namespace MicroGenre.Inference;

/// <summary>How the service is put together.</summary>
public static class Extensions
{
    private const string FeatureExtraction = "feature-extraction";

    /// <summary>Adds what the service is made of. Features come from the FeatureExtraction service where one is configured, else they are computed here.</summary>
    public static void AddInference(this IHostApplicationBuilder builder)
    {
        NetworkKinds.Register();
        var options = builder.ReadSettings<InferenceOptions>(InferenceOptions.Section);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(new DataRoot(builder.Configuration[DataRoot.Setting]))
            .AddSingleton(new ModelRepository(ModelFolder.Find(builder.Configuration[ModelFolder.Setting], builder.Environment.ContentRootPath)))
            .AddSingleton<ModelShelf>()
            .AddHostedService<ModelWatcher>()
            .AddSingleton<Batcher>()
            .AddHostedService(services => services.GetRequiredService<Batcher>())
            .AddSingleton<TrackClassifier>()
            .AddSingleton<LocalFeatures>()
            .AddHealthChecks().AddCheck<ModelsCheck>("models");

        if (builder.Configuration.GetSection($"services:{FeatureExtraction}").Exists())
        {
            builder.Services.AddServiceCredentials();
            builder.Services.AddServiceClient<Contracts.FeatureExtractor.FeatureExtractorClient>(FeatureExtraction);
            builder.Services.AddSingleton<IFeatureSource, RemoteFeatures>();
        }
        else
        {
            builder.Services.AddSingleton<IFeatureSource>(services => services.GetRequiredService<LocalFeatures>());
        }
    }

    /// <summary>Maps what the service answers.</summary>
    public static void MapInference(this WebApplication app)
    {
        app.MapGrpcService<ClassifierService>();
        app.MapGrpcService<ModelControlService>();
        app.MapGrpcService<OpenInferenceService>();
    }
}
