using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using MicroGenre.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MicroGenre.Services.Tests.Client;

/// <summary>A service that takes connections and answers nothing on them, as a proxy does whose service has died.</summary>
public sealed class SilentServices : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly ServiceProvider _services;

    public SilentServices()
    {
        _silent.Start();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("services:inference:grpc:0", $"http://{_silent.LocalEndpoint}")]).Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration);
        services.AddServiceClient<Classifier.ClassifierClient>("inference");
        services.AddServiceClient<ModelControl.ModelControlClient>("inference", TimeSpan.FromSeconds(0.5));
        _services = services.BuildServiceProvider();
    }

    private Classifier.ClassifierClient Inference => _services.GetRequiredService<Classifier.ClassifierClient>();

    [Fact]
    public async Task A_call_on_one_ends_as_unavailable()
    {
        using var call = Inference.ListModelsAsync(new ListModelsRequest(), deadline: DateTime.UtcNow + Limit);

        Assert.Equal(
            StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(Limit))).StatusCode);
    }

    [Fact]
    public async Task A_call_on_one_ends_at_its_deadline_although_its_caller_sets_none()
    {
        using var call = _services.GetRequiredService<ModelControl.ModelControlClient>().SetDefaultAsync(new SetDefaultRequest());

        Assert.Equal(
            StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(Limit))).StatusCode);
    }

    [Fact]
    public async Task A_stream_to_one_ends_as_unavailable()
    {
        using var call = Inference.ClassifyLive();
        await call.RequestStream.WriteAsync(new ClassifyLiveRequest()).WaitAsync(Limit);

        Assert.Equal(StatusCode.Unavailable,
            (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(Limit))).StatusCode);
    }

    public void Dispose()
    {
        _services.Dispose();
        _silent.Dispose();
    }
}
