using System.Collections.Concurrent;
using Grpc.Net.Client;
using MicroGenre.Client.Channels;
using MicroGenre.Contracts;
using MicroGenre.Testing;

namespace MicroGenre.Integration.Tests;

/// <summary>
/// Callers who ask again and again, each over a connection of his own; who hears that a service is unavailable asks once more, as all
/// should.
/// </summary>
internal sealed class Callers : IAsyncDisposable
{
    private readonly CancellationTokenSource enough = new();
    private readonly ConcurrentDictionary<int, int> answers = new();
    private readonly ConcurrentDictionary<int, int> versions = new();
    private readonly List<Task> calling;

    public Callers(int count, Uri address, string track) =>
        calling = [.. Enumerable.Range(0, count).Select(caller => Task.Run(() => AskAsync(caller, address, track)))];

    /// <summary>Returns when each has had so many answers more, all of them from one version of the model if that is said.</summary>
    /// <exception cref="Exception">A request was lost.</exception>
    public async Task HaveAnswersAsync(int more, int? version = null)
    {
        await Eventually.HoldsAsync(() => version is null || HaveFailed || versions.Values.All(last => last == version),
            RunningSystem.Limit, $"version {version} answers all");
        var before = answers.ToDictionary();
        await Eventually.HoldsAsync(
            () => HaveFailed || Enumerable.Range(0, calling.Count)
                .All(caller => answers.GetValueOrDefault(caller) >= before.GetValueOrDefault(caller) + more),
            RunningSystem.Limit,
            $"each caller has {more} answers more");
        await Task.WhenAll(calling.Where(call => call.IsFaulted));
    }

    /// <summary>Has them stop.</summary>
    /// <exception cref="Exception">A request was lost.</exception>
    public async Task StopAsync()
    {
        await enough.CancelAsync();
        await Task.WhenAll(calling);
    }

    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        await Task.WhenAll(calling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        enough.Dispose();
    }

    private bool HaveFailed => calling.Exists(call => call.IsFaulted);

    private async Task AskAsync(int caller, Uri address, string track)
    {
        using var channel = GrpcChannel.ForAddress(
            address, new GrpcChannelOptions { HttpHandler = ServiceCredentials.None.CreateHandler() });
        var client = new Classifier.ClassifierClient(channel);
        var request = new ClassifyRequest { Audio = new AudioSource { Path = track } };
        while (!enough.IsCancellationRequested)
        {
            var reply = await Retry.WhileUnavailableAsync(
                async () => await client.ClassifyAsync(request, deadline: DateTime.UtcNow + RunningSystem.Limit));
            Assert.Equal(2, reply.Prediction.Genres.Count);
            versions[caller] = reply.Version;
            answers.AddOrUpdate(caller, 1, (_, count) => count + 1);
        }
    }
}
