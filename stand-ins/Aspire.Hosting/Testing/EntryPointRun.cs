using System.Reflection;

namespace Aspire.Hosting.Testing;

/// <summary>
/// One run of a host's entry point inside a test's process: hands the builder to the test, and holds the entry point back from
/// building the application until the test says so.
/// </summary>
internal sealed class EntryPointRun(Assembly assembly, string[] arguments)
{
    private static readonly AsyncLocal<EntryPointRun?> CurrentRun = new();

    private readonly TaskCompletionSource<DistributedApplicationBuilder> builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource mayBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The run whose entry point is executing here, if any.</summary>
    public static EntryPointRun? Current => CurrentRun.Value;

    public Assembly Assembly { get; } = assembly;

    /// <summary>The test's arguments. Tests run side by side, so ports are not fixed unless the test says so.</summary>
    public IReadOnlyList<string> Arguments { get; } = ["--DcpPublisher:RandomizePorts=true", .. arguments];

    public Task<DistributedApplicationBuilder> Builder => builder.Task;

    public Task<DistributedApplication> Application => application.Task;

    /// <summary>Ends when the entry point returns.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    public void Start() => Finished = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void LetBuild() => mayBuild.TrySetResult();

    public void Abandon() => mayBuild.TrySetCanceled();

    public void WaitUntilMayBuild(DistributedApplicationBuilder described)
    {
        builder.TrySetResult(described);
        mayBuild.Task.GetAwaiter().GetResult();
    }

    public void Built(DistributedApplication built) => application.TrySetResult(built);

    private void Run()
    {
        CurrentRun.Value = this;
        try
        {
            var entryPoint = Assembly.EntryPoint ?? throw new InvalidOperationException($"{Assembly.GetName().Name} has no entry point");
            entryPoint.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, entryPoint.GetParameters().Length == 0 ? [] : [Array.Empty<string>()], culture: null);
        }
        catch (Exception failure)
        {
            builder.TrySetException(failure);
            application.TrySetException(failure);
            throw;
        }
    }
}
