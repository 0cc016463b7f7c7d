using Aspire.ServiceDefaults.Settings;
using MicroGenre.Client.Features;
using MicroGenre.DataSets;
using MicroGenre.Networks;
using MicroGenre.Serving;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Features;
using MicroGenre.Training.Jobs;
using MicroGenre.Training.Lessons;
using MicroGenre.Training.Tracks;

namespace MicroGenre.Training;

/// <summary>Registers and maps the service.</summary>
public static class Extensions
{
    /// <summary>
    /// Adds the service's components. Features come from the FeatureExtraction service if it is configured; otherwise they are computed in
    /// this process.
    /// </summary>
    public static void AddTraining(this IHostApplicationBuilder builder)
    {
        NetworkKinds.Register();
        var limits = new AudioLimits();
        builder.AddServing();
        builder.AddModelRepository();
        builder.AddFeatureSource(limits, FeatureUpload.Patience);
        builder.Services
            .AddSingleton(builder.ReadSettings<TrainingServiceOptions>(TrainingServiceOptions.Section))
            .AddSingleton(limits)
            .AddSingleton<GenreChanges>()
            .AddSingleton<JobRunner>()
            .AddSingleton<JobQueue>()
            .AddHostedService(services => services.GetRequiredService<JobQueue>());

        if (builder.Configuration.HasFeatureExtraction())
        {
            builder.Services
                .AddSingleton<ServedTrackFeatures>()
                .AddSingleton<TrackFeatures>(services => services.GetRequiredService<ServedTrackFeatures>().Extract);
        }
        else
        {
            builder.Services.AddSingleton<TrackFeatures>((track, settings, _) => AudioLoader.Compute(track, settings));
        }
    }

    /// <summary>Maps the gRPC services.</summary>
    public static void MapTraining(this WebApplication app)
    {
        app.MapGrpcService<TrainerService>();
        app.MapGrpcService<TeacherService>();
    }
}
