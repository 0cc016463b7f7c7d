using MicroGenre.Contracts.Serving;
using MicroGenre.Learning;
using MicroGenre.Training.Jobs;

namespace MicroGenre.Training;

/// <summary>How the service is put together.</summary>
public static class Extensions
{
    /// <summary>Adds what the service is made of.</summary>
    public static void AddTraining(this IHostApplicationBuilder builder) =>
        builder.Services
            .AddSingleton(builder.Configuration.GetSection(TrainingServiceOptions.Section).Get<TrainingServiceOptions>() ?? new TrainingServiceOptions())
            .AddSingleton(new DataRoot(builder.Configuration[DataRoot.Setting]))
            .AddSingleton(new ModelRepository(ModelFolder.Find(builder.Configuration[ModelFolder.Setting], builder.Environment.ContentRootPath)))
            .AddSingleton<TrainingJobs>()
            .AddHostedService(services => services.GetRequiredService<TrainingJobs>());
}
