using Aspire.ServiceDefaults.Calls;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MicroGenre.Serving;

/// <summary>Registers what all services that process audio share.</summary>
public static class ServingExtensions
{
    /// <summary>Adds the data root, the statuses of library exceptions, and batch calls.</summary>
    public static void AddServing(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
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
