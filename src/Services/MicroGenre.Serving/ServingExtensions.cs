using Aspire.ServiceDefaults.Calls;
using Aspire.ServiceDefaults.Settings;
using MicroGenre.Extractors;
using MicroGenre.Learning;
using MicroGenre.Segmentation;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MicroGenre.Serving;

/// <summary>Registers what all services that process audio share.</summary>
public static class ServingExtensions
{
    private const string Extractors = "Extractors";

    /// <summary>
    /// Adds the data root, the statuses of the libraries' exceptions, answers to batches, and the models from outside that features may
    /// come from: the files of the folder that the setting <c>Extractors:Folder</c> names.
    /// </summary>
    public static void AddServing(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var extractors = builder.ReadSettings<ExtractorOptions>(Extractors);
        if (extractors.Folder is null)
        {
            OnnxExtractors.Refuse($"this service has no folder of extractors (its setting {Extractors}:{nameof(extractors.Folder)}).");
        }
        else
        {
            OnnxExtractors.Register(extractors);
        }

        Excerpts.Register();
        builder.Services
            .AddSingleton(new DataRoot(builder.Configuration[DataRoot.Setting]))
            .AddSingleton<BatchCall>()
            .Configure<ExceptionStatuses>(statuses => statuses.MapLibraries());
    }

    /// <summary>Adds the model repository.</summary>
    public static void AddModelRepository(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(
            new ModelRepository(ModelFolder.Find(builder.Configuration[ModelFolder.Setting], builder.Environment.ContentRootPath)));
    }
}
