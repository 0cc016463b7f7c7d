using System.Collections.ObjectModel;
using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

/// <inheritdoc cref="IDistributedApplicationBuilder"/>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder host;
    private readonly EntryPointRun? run = EntryPointRun.Current;

    public DistributedApplicationBuilder(DistributedApplicationOptions options)
        : this(options.Args ?? [])
    {
    }

    public DistributedApplicationBuilder(string[] args)
    {
        var appHost = run?.Assembly ?? Assembly.GetEntryAssembly();
        AppHostDirectory = FolderOf(appHost);
        host = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = [.. args, .. run?.Arguments ?? []],
            ContentRootPath = AppHostDirectory,
            ApplicationName = appHost?.GetName().Name,
        });
        host.Logging.SetMinimumLevel(LogLevel.Warning);
        // Whoever runs the application is told why it does not start.
        host.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        host.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        // Every resource may take its time to stop, one after the other.
        host.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(5));
        host.Services.AddSingleton(Resources);
        host.Services.AddSingleton<ResourceNotificationService>();
        host.Services.AddSingleton<Orchestrator>();
        host.Services.AddSingleton(services => new ResourceCommandService(services.GetRequiredService<Orchestrator>()));
        host.Services.AddHostedService(services => services.GetRequiredService<Orchestrator>());
    }

    public ConfigurationManager Configuration => host.Configuration;

    public string AppHostDirectory { get; }

    public IHostEnvironment Environment => host.Environment;

    public IServiceCollection Services => host.Services;

    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (Resources.FirstOrDefault(other => other.Name.Equals(resource.Name, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            throw new DistributedApplicationException($"Cannot add resource of type '{resource.GetType()}' with name '{resource.Name}' because resource of type '{other.GetType()}' with that name already exists. Resource names are case-insensitive.");
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        run?.WaitUntilMayBuild(this);
        var application = new DistributedApplication(host.Build(), reportsFailures: run is null);
        run?.Built(application);
        return application;
    }

    private static string FolderOf(Assembly? appHost)
    {
        var folder = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key.Equals("AppHostProjectPath", StringComparison.OrdinalIgnoreCase))?.Value;
        return Directory.Exists(folder) ? folder : AppContext.BaseDirectory;
    }

    private sealed class ResourceCollection : Collection<IResource>, IResourceCollection;
}
