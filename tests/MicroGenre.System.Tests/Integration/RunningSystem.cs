using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Google.Protobuf;
using Grpc.Net.Client;
using MicroGenre.Contracts;
using MicroGenre.Testing;
using Collector = MicroGenre.OtlpCollector.Collector;

namespace MicroGenre.Integration.Tests;

/// <summary>The whole system, started by its AppHost with empty folders of its own for music and models.</summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    /// <summary>The model that the system trains and answers with.</summary>
    public const string Model = "first";

    private const string Mark = "MICROGENRE_TEST_RUN";
    private const int ChunkLength = 64 * 1024;

    private readonly DistributedApplication application;
    private readonly string mark;
    private readonly GrpcChannel training;
    private readonly GrpcChannel inference;

    private RunningSystem(DistributedApplication application, string mark)
    {
        this.application = application;
        this.mark = mark;
        training = GrpcChannel.ForAddress(application.GetEndpoint("training", "grpc"));
        inference = GrpcChannel.ForAddress(application.GetEndpoint("inference", "grpc"));
    }

    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(2);

    public static async Task<RunningSystem> StartAsync(TemporaryFolder folder, Collector telemetry, params string[] arguments)
    {
        var run = Guid.NewGuid().ToString("N");
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Aspire_AppHost>(arguments);
        foreach (var service in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(service)
                .WithEnvironment("MICROGENRE_DATA", Directory.CreateDirectory(folder["music"]).FullName)
                .WithEnvironment("MICROGENRE_MODELS", Directory.CreateDirectory(folder["models"]).FullName)
                .WithEnvironment("Inference__DefaultModel", Model)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", telemetry.Address)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "200")
                .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "500")
                .WithEnvironment(Mark, run);
        }

        var app = await builder.BuildAsync();
        await app.StartAsync().WaitAsync(Limit);
        return new RunningSystem(app, run);
    }

    public async Task HealthyAsync(string resource) =>
        await application.ResourceNotifications.WaitForResourceHealthyAsync(resource).WaitAsync(Limit);

    public async Task CommandAsync(string resource, string command)
    {
        var result = await application.ResourceCommands.ExecuteCommandAsync(resource, command).WaitAsync(Limit);
        Assert.True(result.Success, result.Message);
    }

    /// <summary>Where others call a service.</summary>
    public Uri AddressOf(string resource) => application.GetEndpoint(resource, "grpc");

    /// <summary>What the processes of a service are called.</summary>
    public async Task<IReadOnlyList<string>> ReplicasAsync(string resource, int count)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await application.ResourceNotifications.WaitForResourceAsync(resource, change => ids.Add(change.ResourceId) && ids.Count == count)
            .WaitAsync(Limit);
        return [.. ids.Order(StringComparer.Ordinal)];
    }

    /// <summary>Waits until a process of a service has ended.</summary>
    public async Task<ResourceEvent> EndedAsync(string resource) =>
        await application.ResourceNotifications.WaitForResourceAsync(resource, change => change.Snapshot.ExitCode is not null)
            .WaitAsync(Limit);

    /// <summary>Trains a model on the folder of music, and returns when Inference answers with it.</summary>
    public async Task TrainAsync()
    {
        await HealthyAsync("training");
        using var call = new Trainer.TrainerClient(training)
            .Train(new TrainRequest { Model = Model, Recipe = "cnn2d", Epochs = 2, Data = new DataSet { Folder = "." } },
                deadline: DateTime.UtcNow + Limit);
        TrainEvent? last = null;
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            last = call.ResponseStream.Current;
        }

        Assert.Equal(Model, last?.Finished?.Model);
        await HealthyAsync("inference");
    }

    /// <summary>Sends a track under some name to Inference.</summary>
    public async Task<ClassifyReply> ClassifyAsync(byte[] track, string name)
    {
        using var call = new Classifier.ClassifierClient(inference).ClassifyUpload(deadline: DateTime.UtcNow + Limit);
        await call.RequestStream.WriteAsync(new ClassifyUploadRequest
        {
            Header = new ClassifyUploadHeader { Upload = new UploadHeader { Name = name, Length = (ulong)track.Length } },
        });
        foreach (var chunk in track.Chunk(ChunkLength))
        {
            await call.RequestStream.WriteAsync(new ClassifyUploadRequest { Data = ByteString.CopyFrom(chunk) });
        }

        await call.RequestStream.CompleteAsync();
        return await call;
    }

    /// <summary>What the web page's server answers.</summary>
    public async Task<string> PageAsync(string path)
    {
        await HealthyAsync("web");
        using var client = new HttpClient { BaseAddress = application.GetEndpoint("web", "http"), Timeout = Limit };
        return await client.GetStringAsync(path);
    }

    /// <summary>The ids of the services' processes that are running.</summary>
    public List<string> Processes() => [.. Environments().Keys];

    /// <summary>
    /// The running processes of one project, without those that only watch over them: their ids, and where each takes HTTP requests.
    /// </summary>
    public IReadOnlyList<(int Id, Uri Address)> ProcessesOf(string project) =>
    [
        .. from process in Environments()
           where ArgumentsOf(process.Key).Take(2)
               .Any(argument => Path.GetFileName(argument) == project || Path.GetFileName(argument) == $"{project}.dll")
           select (int.Parse(process.Key), new Uri(process.Value["Kestrel__Endpoints__http__Url"])),
    ];

    private Dictionary<string, Dictionary<string, string>> Environments() => Directory.EnumerateDirectories("/proc")
        .Select(folder => (Id: Path.GetFileName(folder), Variables: EnvironmentOf(folder)))
        .Where(process => process.Variables.GetValueOrDefault(Mark) == mark)
        .ToDictionary(process => process.Id, process => process.Variables, StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        training.Dispose();
        inference.Dispose();
        await application.DisposeAsync();
    }

    private static string[] ArgumentsOf(string process) => ReadZeroTerminated(Path.Combine("/proc", process, "cmdline"));

    private static Dictionary<string, string> EnvironmentOf(string processFolder) =>
        ReadZeroTerminated(Path.Combine(processFolder, "environ"))
        .Select(variable => variable.Split('=', 2))
        .Where(variable => variable.Length == 2)
        .DistinctBy(variable => variable[0], StringComparer.Ordinal)
        .ToDictionary(variable => variable[0], variable => variable[1], StringComparer.Ordinal);

    private static string[] ReadZeroTerminated(string file)
    {
        try
        {
            return File.ReadAllText(file).Split('\0');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
