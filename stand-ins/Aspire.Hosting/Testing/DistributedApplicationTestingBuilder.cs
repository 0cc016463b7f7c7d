using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>A host's builder in a test's hands, after the host has described its application.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable
{
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}

/// <summary>Runs a host in a test.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <typeparam name="TEntryPoint">A type of the host's assembly, such as the generated <c>Projects.The_AppHost</c>.</typeparam>
    public static Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(CancellationToken cancellationToken = default)
        where TEntryPoint : class => CreateAsync<TEntryPoint>([], cancellationToken);

    /// <inheritdoc cref="CreateAsync{TEntryPoint}(CancellationToken)"/>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        var run = new EntryPointRun(typeof(TEntryPoint).Assembly, args);
        run.Start();
        return new Builder(run, await run.Builder.WaitAsync(cancellationToken));
    }

    private sealed class Builder(EntryPointRun run, DistributedApplicationBuilder inner) : IDistributedApplicationTestingBuilder
    {
        public ConfigurationManager Configuration => inner.Configuration;

        public string AppHostDirectory => inner.AppHostDirectory;

        public IHostEnvironment Environment => inner.Environment;

        public IServiceCollection Services => inner.Services;

        public IResourceCollection Resources => inner.Resources;

        public IResourceBuilder<T> AddResource<T>(T resource)
            where T : IResource => inner.AddResource(resource);

        public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
            where T : IResource => inner.CreateResourceBuilder(resource);

        public DistributedApplication Build() => BuildAsync().GetAwaiter().GetResult();

        public async Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default)
        {
            run.LetBuild();
            return new RunningApplication(run, await run.Application.WaitAsync(cancellationToken));
        }

        public ValueTask DisposeAsync()
        {
            run.Abandon();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>The application that the host's entry point runs: starting waits for it, stopping ends it.</summary>
    private sealed class RunningApplication(EntryPointRun run, DistributedApplication application) : DistributedApplication(application)
    {
        private readonly IHostApplicationLifetime lifetime = application.Services.GetRequiredService<IHostApplicationLifetime>();

        public override Task RunAsync(CancellationToken cancellationToken = default) => run.Finished.WaitAsync(cancellationToken);

        public override async Task StartAsync(CancellationToken cancellationToken = default)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
            await await Task.WhenAny(started.Task, run.Finished).WaitAsync(cancellationToken);
        }

        public override async Task StopAsync(CancellationToken cancellationToken = default)
        {
            lifetime.StopApplication();
            await run.Finished.WaitAsync(cancellationToken);
        }
    }
}
