using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using MicroGenre.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Services.Tests.Client;

/// <summary>A service that is unavailable the first two times that it is asked.</summary>
public sealed class FailingServices : IAsyncLifetime
{
    private readonly WebApplication _application;

    public FailingServices()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Attempts>();
        _application = builder.Build();
        _application.MapGrpcService<FailingClassifier>();
        _application.MapGrpcService<FailingTrainer>();
    }

    public Task InitializeAsync() => _application.StartAsync();

    public async Task DisposeAsync() => await _application.DisposeAsync();

    [Fact]
    public async Task Whoever_only_asks_gets_the_answer_of_the_third_attempt()
    {
        await using var services = Clients();

        var models = await services.GetRequiredService<Classifier.ClassifierClient>().ListModelsAsync(new ListModelsRequest());

        Assert.Equal("answer", Assert.Single(models.Models).Name);
    }

    [Fact]
    public async Task What_changes_something_is_not_tried_again()
    {
        await using var services = Clients();
        using var call = services.GetRequiredService<Trainer.TrainerClient>().Train(new TrainRequest());

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        Assert.Equal(1, _application.Services.GetRequiredService<Attempts>().Count);
    }

    [Fact]
    public async Task A_replica_that_hangs_does_not_keep_those_who_only_ask_from_an_answer()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        _application.Services.GetRequiredService<Attempts>().Failing = false;
        await using var services = Clients($"http://{silent.LocalEndpoint}");
        var client = services.GetRequiredService<Classifier.ClassifierClient>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
            await client.ListModelsAsync(new ListModelsRequest(), deadline: DateTime.UtcNow + TimeSpan.FromSeconds(30))));

        Assert.All(answers, models => Assert.Equal("answer", Assert.Single(models.Models).Name));
        Assert.InRange(_application.Services.GetRequiredService<Attempts>().Count, 20, 59);
    }

    private ServiceProvider Clients(params string[] others)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(others.Prepend(_application.Urls.Single())
                .Select((address, index) => KeyValuePair.Create($"services:all:grpc:{index}", (string?)address)))
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddServiceClient<Classifier.ClassifierClient>("all");
        services.AddServiceClient<Trainer.TrainerClient>("all");
        return services.BuildServiceProvider();
    }

    private sealed class Attempts
    {
        private int _count;

        public int Count => _count;

        public bool Failing { get; set; } = true;

        /// <summary>Fails but for every third time.</summary>
        public void Begin()
        {
            if (Interlocked.Increment(ref _count) % 3 != 0 && Failing)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "Not now."));
            }
        }
    }

    private sealed class FailingClassifier(Attempts attempts) : Classifier.ClassifierBase
    {
        public override Task<ListModelsReply> ListModels(ListModelsRequest request, ServerCallContext context)
        {
            attempts.Begin();
            return Task.FromResult(new ListModelsReply { Models = { new ModelInfo { Name = "answer" } } });
        }
    }

    private sealed class FailingTrainer(Attempts attempts) : Trainer.TrainerBase
    {
        public override Task Train(TrainRequest request, IServerStreamWriter<TrainEvent> responseStream, ServerCallContext context)
        {
            attempts.Begin();
            return Task.CompletedTask;
        }
    }
}
