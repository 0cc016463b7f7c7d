using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StandIns.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Runs a resource's program, once: waits for what it needs, starts it, watches its health, and tells its state.</summary>
internal sealed class ProgramRunner(Replica replica, ProgramAnnotation program, ResourceNotificationService notifications) : IDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskWhileUnhealthy = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AskWhileHealthy = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    public Replica Replica => replica;

    /// <summary>Starts the program, unless it runs.</summary>
    public void Start()
    {
        lock (gate)
        {
            if (running.IsCompleted)
            {
                Publish(new() { State = KnownResourceStates.Starting });
                stopping.Dispose();
                stopping = new CancellationTokenSource();
                var cancellationToken = stopping.Token;
                running = Task.Run(() => RunAsync(cancellationToken), CancellationToken.None);
            }
        }
    }

    /// <summary>Asks the program to end, and returns when it has.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await running;
    }

    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WaitForDependenciesAsync(cancellationToken);
            Publish(new() { State = KnownResourceStates.Starting });
            await using var process = LocalProcess.Start(new LocalProcessStart(program.FileName, await ArgumentsAsync(cancellationToken))
            {
                WorkingDirectory = program.WorkingDirectory,
                EnvironmentVariables = await VariablesAsync(cancellationToken),
                OnLine = line => Write(line),
            });
            Publish(new() { State = KnownResourceStates.Running });
            await WatchAsync(process, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                Publish(new() { State = KnownResourceStates.Stopping });
                await process.StopAsync(StopLimit);
            }

            var exitCode = await process.Exited;
            var ended = exitCode == 0 && !cancellationToken.IsCancellationRequested ? KnownResourceStates.Finished : KnownResourceStates.Exited;
            Publish(new() { State = ended, ExitCode = exitCode });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Publish(new() { State = KnownResourceStates.NotStarted });
        }
        catch (Exception failure) when (failure is DistributedApplicationException or IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Write(failure.Message);
            Publish(new() { State = KnownResourceStates.FailedToStart });
        }
    }

    private async Task WaitForDependenciesAsync(CancellationToken cancellationToken)
    {
        var dependencies = replica.Resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Dependency).ToList();
        if (dependencies.Count > 0)
        {
            Publish(new() { State = KnownResourceStates.Waiting });
            await Task.WhenAll(dependencies.Select(dependency => notifications.WaitForResourceHealthyAsync(dependency.Name, cancellationToken)));
        }
    }

    /// <summary>Watches the program's health until it ends or is to be stopped.</summary>
    private async Task WatchAsync(LocalProcess process, CancellationToken cancellationToken)
    {
        var checks = replica.Resource.Annotations.OfType<HealthAnnotation>().ToList();
        while (!process.Exited.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            var isHealthy = await IsHealthyAsync(checks, cancellationToken);
            if (!process.Exited.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                Publish(new() { State = KnownResourceStates.Running, HealthStatus = isHealthy ? HealthStatus.Healthy : HealthStatus.Unhealthy });
                var pause = checks.Count == 0 ? Timeout.InfiniteTimeSpan : isHealthy ? AskWhileHealthy : AskWhileUnhealthy;
                await Task.WhenAny(process.Exited, Task.Delay(pause, cancellationToken));
            }
        }
    }

    private static async Task<bool> IsHealthyAsync(List<HealthAnnotation> checks, CancellationToken cancellationToken)
    {
        try
        {
            var failures = await Task.WhenAll(checks.Select(check => check.AskAsync(cancellationToken)));
            return failures.All(failure => failure is null);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<List<string>> ArgumentsAsync(CancellationToken cancellationToken)
    {
        var arguments = new List<string>();
        foreach (var argument in replica.Resource.Annotations.OfType<ArgumentsAnnotation>().SelectMany(annotation => annotation.Arguments))
        {
            arguments.Add(await ResolveAsync(argument, cancellationToken) ?? "");
        }

        return arguments;
    }

    private async Task<Dictionary<string, string>> VariablesAsync(CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in replica.Resource.Annotations.OfType<EnvironmentAnnotation>().SelectMany(annotation => annotation.Variables()))
        {
            variables[name] = await ResolveAsync(value, cancellationToken) ?? "";
        }

        return variables;
    }

    private async ValueTask<string?> ResolveAsync(object? value, CancellationToken cancellationToken) => value switch
    {
        IValueProvider provider => await provider.GetValueAsync(cancellationToken),
        ReplicaValue own => own.Of(replica),
        _ => value?.ToString(),
    };

    private void Write(string line) => Console.WriteLine($"[{replica.Id}] {line}");

    private void Publish(CustomResourceSnapshot snapshot) => _ = notifications.PublishUpdateAsync(replica.Resource, replica.Id, _ => snapshot);
}
