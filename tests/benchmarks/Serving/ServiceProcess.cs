using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>A service of the solution, pinned to a core, with addresses of its own.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly HttpClient Http = new();

    private readonly Func<PinnedProcess> _start;

    private ServiceProcess(Func<PinnedProcess> start, string address, string health)
    {
        (_start, Address, Health) = (start, address, $"{health}/health");
        Process = start();
    }

    public PinnedProcess Process { get; private set; }

    /// <summary>Where it takes calls.</summary>
    public string Address { get; }

    /// <summary>Where it says whether it takes calls.</summary>
    public string Health { get; }

    /// <summary>Starts a service and waits until it is ready.</summary>
    /// <param name="project">Its project.</param>
    /// <param name="core">Its core.</param>
    /// <param name="settings">Its settings.</param>
    public static async Task<ServiceProcess> StartAsync(string project, int core, params (string Name, string Value)[] settings)
    {
        var (address, health) = ($"http://127.0.0.1:{Ports.Free()}", $"http://127.0.0.1:{Ports.Free()}");
        var variables = settings.ToDictionary(
            setting => setting.Name.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value, StringComparer.Ordinal);
        variables["Kestrel__Endpoints__grpc__Url"] = address;
        variables["Kestrel__Endpoints__http__Url"] = health;
        string[] command = [.. PinnedProcess.Program(project), "--contentRoot", Repository.PathOf("src", "Services", project)];
        var service = new ServiceProcess(() => new PinnedProcess(core, command, variables), address, health);
        await service.Process.UntilAsync(service.IsReadyAsync);
        return service;
    }

    /// <summary>Kills it, starts another in its place, and returns when that is ready.</summary>
    public async Task ReplaceAsync()
    {
        await Process.DisposeAsync();
        Process = _start();
        await Process.UntilAsync(IsReadyAsync);
    }

    /// <summary>Whether it takes calls.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(Health));
            return response.IsSuccessStatusCode && (await response.Content.ReadAsStringAsync())
                .Contains("\"Healthy\"", StringComparison.OrdinalIgnoreCase);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
