using Aspire.ServiceDefaults.Settings;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Learning;
using MicroGenre.Networks;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;
using MicroGenre.Training.Jobs;
using MicroGenre.Training.Tracks;

namespace MicroGenre.Training;

/// <summary>How the service is put together.</summary>
public static class Extensions
{
    private const string FeatureExtraction = "feature-extraction";

    /// <summary>Adds what the service is made of. Features come from the FeatureExtraction service where one is configured, else they are computed here.</summary>
    public static void AddTraining(this IHostApplicationBuilder builder)
    {
        NetworkKinds.Register();
        builder.Services
            .AddSingleton(builder.ReadSettings<TrainingServiceOptions>(TrainingServiceOptions.Section))
            .AddSingleton(new DataRoot(builder.Configuration[DataRoot.Setting]))
            .AddSingleton(new ModelRepository(ModelFolder.Find(builder.Configuration[ModelFolder.Setting], builder.Environment.ContentRootPath)))
            .AddSingleton<TrainingJobs>()
            .AddHostedService(services => services.GetRequiredService<TrainingJobs>());

        if (builder.Configuration.GetSection($"services:{FeatureExtraction}").Exists())
        {
            builder.Services.AddServiceCredentials();
            builder.Services.AddServiceClient<Contracts.FeatureExtractor.FeatureExtractorClient>(FeatureExtraction);
            builder.Services
                .AddSingleton<RemoteTrackFeatures>()
                .AddSingleton<TrackFeatures>(services => services.GetRequiredService<RemoteTrackFeatures>().Extract);
        }
        else
        {
            builder.Services.AddSingleton<TrackFeatures>((track, settings, _) => AudioLoader.Compute(track, settings));
        }
    }
}
