using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Grpc.Net.Client;
using MicroGenre.Testing;

namespace ServiceDefaults.Testing;

/// <summary>The sample service as a process of its own, on free ports, as an AppHost would start it.</summary>
public sealed class SampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private SampleProcess(int httpPort, int grpcPort, IEnumerable<(string Name, string Value)> environment)
    {
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{httpPort}") };
        GrpcAddress = $"http://127.0.0.1:{grpcPort}";
        Channel = GrpcChannel.ForAddress(GrpcAddress);
        Client = new Sample.SampleClient(Channel);

        var program = BuiltProgram.PathOf("ServiceDefaults.SampleService", "ServiceDefaults.SampleService.dll");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Kestrel__Endpoints__http__Url"] = Http.BaseAddress.ToString();
        start.Environment["Kestrel__Endpoints__grpc__Url"] = GrpcAddress;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public HttpClient Http { get; }

    public string GrpcAddress { get; }

    public GrpcChannel Channel { get; }

    public Sample.SampleClient Client { get; }

    public IReadOnlyCollection<string> Output => _output;

    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Starts a service and waits until it is ready.</summary>
    public static async Task<SampleProcess> StartAsync(params (string Name, string Value)[] environment)
    {
        var sample = StartOn(Ports.Free(), Ports.Free(), environment);
        await Eventually.HoldsAsync(
            async () => sample._process.HasExited
                ? throw new InvalidOperationException(string.Join('\n', [.. sample.Output, .. sample.Errors]))
                : await sample.StatusAsync("/health") == HttpStatusCode.OK,
            Limit,
            "the sample service is ready");
        return sample;
    }

    /// <summary>Starts a service without waiting for anything.</summary>
    public static SampleProcess StartOn(int httpPort, int grpcPort, params (string Name, string Value)[] environment) =>
        new(httpPort, grpcPort, environment);

    /// <summary>What a path answers; <see langword="null"/> when nobody does.</summary>
    public async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var response = await Http.GetAsync(path);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Tells the process to stop, as Ctrl-C, a container runtime or an AppHost does.</summary>
    public void Terminate() => _process.Signal("TERM");

    public Task<int> ExitCodeAsync() => ExitCodeAsync(Limit);

    /// <summary>Waits until the process has ended, no longer than a limit.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan limit)
    {
        using var late = new CancellationTokenSource(limit);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}

/// <summary>One process for all tests of a class that leave it as it is.</summary>
public sealed class SharedSample : IAsyncLifetime
{
    public SampleProcess Process { get; private set; } = null!;

    public async Task InitializeAsync() => Process = await SampleProcess.StartAsync();

    public async Task DisposeAsync() => await Process.DisposeAsync();
}
