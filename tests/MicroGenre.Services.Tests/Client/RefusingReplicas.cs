using System.Net;
using Grpc.Core;
using MicroGenre.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Services.Tests.Client;

/// <summary>Two replicas of a service, one of which refuses calls at once: because it stops, or because it is dead.</summary>
public sealed class RefusingReplicas : IAsyncLifetime
{
    private const int Calls = 100;
    private readonly Replica _answering = new();
    private readonly Replica _other = new();
    private ServiceProvider _clients = null!;

    private Classifier.ClassifierClient Client => _clients.GetRequiredService<Classifier.ClassifierClient>();

    public async Task InitializeAsync()
    {
        await _answering.Application.StartAsync();
        await _other.Application.StartAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
            [
                new("services:inference:grpc:0", _answering.Application.Urls.Single()),
                new("services:inference:grpc:1", _other.Application.Urls.Single()),
            ])
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddServiceClient<Classifier.ClassifierClient>("inference");
        _clients = services.BuildServiceProvider();
        while (_other.Answers == 0 || _answering.Answers == 0)
        {
            await UploadAsync();
        }
    }

    public async Task DisposeAsync()
    {
        await _clients.DisposeAsync();
        await _answering.Application.DisposeAsync();
        await _other.Application.DisposeAsync();
    }

    [Fact]
    public async Task One_that_stops_draws_few_of_the_calls_that_are_made_once()
    {
        _other.Refuses = true;

        var failed = 0;
        for (var call = 0; call < Calls; call++)
        {
            try
            {
                await UploadAsync();
            }
            catch (RpcException refused) when (refused is { StatusCode: StatusCode.Unavailable, Status.Detail: "I stop." })
            {
                failed++;
            }
        }

        // One, and another after every pause, where half would have gone to it.
        Assert.InRange(failed, 1, Calls / 5);
    }

    [Fact]
    public async Task One_that_stops_fails_no_call_that_only_asks()
    {
        _other.Refuses = true;

        await Task.WhenAll(Enumerable.Range(0, Calls).Select(async _ => await Client.ListModelsAsync(new ListModelsRequest())));
    }

    [Fact]
    public async Task One_that_is_dead_fails_no_call_that_only_asks()
    {
        await _other.Application.StopAsync(new CancellationToken(canceled: true));

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            for (var call = 0; call < Calls / 10; call++)
            {
                await Client.ListModelsAsync(new ListModelsRequest());
            }
        })));
    }

    private async Task UploadAsync()
    {
        using var call = Client.ClassifyUpload();
        await call.ResponseAsync;
    }

    private sealed class Replica
    {
        public Replica()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Configuration.Sources.Clear();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(
                kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
            builder.Services.AddSingleton(this).AddGrpc();
            Application = builder.Build();
            Application.MapGrpcService<StoppingClassifier>();
        }

        public WebApplication Application { get; }

        public bool Refuses { get; set; }

        public int Answers { get; set; }

        public void Begin()
        {
            if (Refuses)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "I stop."));
            }

            Answers++;
        }
    }

    private sealed class StoppingClassifier(Replica replica) : Classifier.ClassifierBase
    {
        public override Task<ListModelsReply> ListModels(ListModelsRequest request, ServerCallContext context)
        {
            replica.Begin();
            return Task.FromResult(new ListModelsReply());
        }

        public override Task<ClassifyReply> ClassifyUpload(
            IAsyncStreamReader<ClassifyUploadRequest> requestStream, ServerCallContext context)
        {
            replica.Begin();
            return Task.FromResult(new ClassifyReply());
        }
    }
}
