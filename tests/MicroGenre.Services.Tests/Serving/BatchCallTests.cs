using Aspire.ServiceDefaults.Calls;
using Grpc.Core;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Calls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MicroGenre.Services.Tests.Serving;

public sealed class BatchCallTests : IDisposable
{
    private readonly LogRecorder _log = new();
    private readonly LoggerFactory _loggers;
    private readonly BatchCall _batches;

    public BatchCallTests()
    {
        _loggers = new LoggerFactory([_log]);
        _batches = new BatchCall(Options.Create(new ExceptionStatuses()), _loggers.CreateLogger<BatchCall>());
    }

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Whatever_one_request_meets_the_others_are_answered()
    {
        var replies = new Replies();

        await _batches.AnswerAsync(new Requests("one", "disk", "bug", "two"), replies, 2, AnswerAsync, (request, error) =>
            $"{request}: {(StatusCode)error.Code} {error.Message}", default);

        Assert.Equal(["bug: Internal The service failed; its log tells why.", "disk: FailedPrecondition the disk is gone", "one!", "two!"],
            replies.Written.Order(StringComparer.Ordinal));
        Assert.Contains(nameof(InvalidOperationException), Assert.Single(_log.Lines(LogLevel.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_ends()
    {
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _batches.AnswerAsync<string, string>(
            new Requests("one"),
            new Replies(),
            1,
            async (_, token) =>
            {
                await cancellation.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                return [];
            },
            (request, _) => request,
            cancellation.Token));

        Assert.Empty(_log.Lines(LogLevel.Error));
    }

    [Fact]
    public async Task No_more_requests_are_read_than_are_answered_at_once()
    {
        const int parallel = 3;
        var requests = new Requests([.. Enumerable.Range(0, 50).Select(i => $"{i}")]);
        var replies = new Replies();
        var ahead = new List<int>();
        replies.OnWrite = () => ahead.Add(requests.Read - replies.Written.Count);

        await _batches.AnswerAsync(requests, replies, parallel, AnswerAsync, (request, _) => request, default);

        Assert.Equal(50, replies.Written.Count);
        Assert.All(ahead, count => Assert.InRange(count, 1, parallel));
    }

    private static async Task<IEnumerable<string>> AnswerAsync(string request, CancellationToken cancellation)
    {
        await Task.Yield();
        return request switch
        {
            "disk" => throw new IOException("the disk is gone"),
            "bug" => throw new InvalidOperationException("a secret of the house"),
            _ => [$"{request}!"],
        };
    }

    private sealed class Requests(params string[] requests) : IAsyncStreamReader<string>
    {
        private int _read;

        public int Read => Volatile.Read(ref _read);

        public string Current => requests[_read - 1];

        public Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            var more = _read < requests.Length;
            _read += more ? 1 : 0;
            return Task.FromResult(more);
        }
    }

    private sealed class Replies : IAsyncStreamWriter<string>
    {
        public List<string> Written { get; } = [];

        public Action? OnWrite { get; set; }

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(string message)
        {
            OnWrite?.Invoke();
            Written.Add(message);
            return Task.CompletedTask;
        }

        public Task WriteAsync(string message, CancellationToken cancellationToken) => WriteAsync(message);
    }
}
