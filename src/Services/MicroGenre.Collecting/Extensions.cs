using Aspire.ServiceDefaults.Calls;
using Aspire.ServiceDefaults.Settings;
using Grpc.Core;
using MicroGenre.Collecting.Libraries;
using MicroGenre.Collecting.Scans;
using MicroGenre.Collecting.Silos;
using MicroGenre.Collections;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Networks;
using MicroGenre.Serving;

namespace MicroGenre.Collecting;

/// <summary>Registers and maps the service.</summary>
public static class Extensions
{
    private const string Database = "library";

    /// <summary>
    /// Adds the service's components. The library is a PostgreSQL database if one is configured, otherwise an SQLite file.
    /// </summary>
    public static void AddCollecting(this IHostApplicationBuilder builder)
    {
        NetworkKinds.Register();
        var options = builder.ReadSettings<CollectingOptions>(CollectingOptions.Section);
        var connection = builder.Configuration.GetConnectionString(Database);
        builder.AddServing();
        builder.AddModelRepository();
        builder.AddScans(options);
        builder.Services
            .AddSingleton(options)
            .AddSingleton(services => string.IsNullOrEmpty(connection)
                ? LibraryDatabase.InFolder(options.Folder ?? services.GetRequiredService<ModelRepository>().Root)
                : LibraryDatabase.OnServer(connection))
            .AddSingleton<OpenLibrary>()
            .AddSingleton<SearchMemory>()
            .AddSingleton(TimeProvider.System)
            .Configure<ExceptionStatuses>(statuses => statuses
                .Map<NoLibraryException>(StatusCode.NotFound)
                .Map<ScanStoppedException>(StatusCode.Cancelled)
                .Map<LibraryException>(StatusCode.FailedPrecondition))
            .AddHealthChecks().AddCheck<LibraryCheck>(Database);
    }
}
