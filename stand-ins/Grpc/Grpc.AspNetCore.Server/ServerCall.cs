using System.Buffers;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>One call as the server sees it: the HTTP request, its messages, its deadline and its end.</summary>
internal sealed class ServerCall<TRequest, TResponse> : ServerCallContext, IDisposable
    where TRequest : class
    where TResponse : class
{
    private static readonly AuthContext Anonymous = new(null, []);

    // What RST_STREAM says when the deadline has passed (RFC 9113, section 7: CANCEL).
    private const int CancelErrorCode = 8;

    // How long a call's end may wait: for a caller that does not read, for word that the caller has gone.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly HttpContext _http;
    private readonly MessageReader<TRequest> _reader;
    private readonly MessageWriter<TResponse> _writer;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource? _cancellation;

    // Guards the response: messages, and the status that ends them.
    private readonly SemaphoreSlim _response = new(1);

    private Metadata? _requestHeaders;
    private bool _ended;

    public ServerCall(HttpContext http, Method<TRequest, TResponse> method, int? receiveLimit, int? sendLimit)
    {
        _http = http;
        MethodCore = method.FullName;
        _reader = new MessageReader<TRequest>(http.Request.BodyReader, method.RequestMarshaller.ContextualDeserializer, receiveLimit, Compressed);
        _writer = new MessageWriter<TResponse>(method.ResponseMarshaller.ContextualSerializer, sendLimit);
        Requests = new RequestStream(this);
        Responses = new ResponseStream(this);

        CancellationTokenCore = http.RequestAborted;
        if (CallTimeout.TryParse(http.Request.Headers[Headers.Timeout], out var timeout))
        {
            DeadlineCore = DateTime.UtcNow + timeout;
            _deadline = new CancellationTokenSource(timeout);
            _cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _deadline.Token);
            CancellationTokenCore = _cancellation.Token;
        }
    }

    public IAsyncStreamReader<TRequest> Requests { get; }

    public IServerStreamWriter<TResponse> Responses { get; }

    protected override string MethodCore { get; }

    protected override string HostCore => _http.Request.Host.Value ?? "";

    protected override string PeerCore => _http.Connection.RemoteIpAddress is { } address
        ? address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"ipv6:[{address}]:{_http.Connection.RemotePort}"
            : $"ipv4:{address}:{_http.Connection.RemotePort}"
        : "unknown";

    protected override DateTime DeadlineCore { get; } = DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadHeaders(_http.Request.Headers);

    protected override CancellationToken CancellationTokenCore { get; }

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => Anonymous;

    protected override IDictionary<object, object> UserStateCore => _http.Items!;

    /// <summary>Runs the call and writes how it ended, at its deadline at the latest. Never throws for the sake of what <paramref name="serve"/> throws.</summary>
    /// <param name="serve">Reads, computes and writes.</param>
    /// <param name="statusOf">The status for an exception.</param>
    public async Task RunAsync(Func<Task> serve, Func<Exception, Status> statusOf)
    {
        _http.Items[typeof(HttpContext)] = _http;
        _http.Response.ContentType = Headers.ContentType;
        var serving = ServeAsync(serve, statusOf);
        if (_deadline is not null)
        {
            var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var alarm = _deadline.Token.Register(late.SetResult);
            await Task.WhenAny(serving, late.Task);
            if (_deadline.IsCancellationRequested)
            {
                await EndAtDeadlineAsync();
            }
        }

        Status = await serving;
        await EndAsync(Status);
    }

    public async Task<TRequest> ReadSingleAsync() =>
        await ReadAsync(() => _reader.ReadSingleAsync(CancellationToken)) ?? throw new RpcException(new Status(StatusCode.Internal, "Incomplete message."));

    public Task WriteSingleAsync(TResponse? response) =>
        response is null
            ? throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method."))
            : WriteAsync(response, flush: false, CancellationToken.None);

    public void Dispose()
    {
        _cancellation?.Dispose();
        _deadline?.Dispose();
        _response.Dispose();
    }

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        await _response.WaitAsync(CancellationToken);
        try
        {
            if (_http.Response.HasStarted)
            {
                throw new InvalidOperationException("Response headers can only be sent once per call.");
            }

            foreach (var entry in responseHeaders)
            {
                _http.Response.Headers.Append(entry.Key, Headers.ValueOf(entry));
            }

            await _http.Response.BodyWriter.FlushAsync(CancellationToken);
        }
        finally
        {
            _response.Release();
        }
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Deadlines and cancellation are passed on by hand: give a call's CallOptions its Deadline and CancellationToken.");

    private static Metadata ReadHeaders(IHeaderDictionary headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.Where(header => Headers.IsMetadata(header.Key)))
        {
            foreach (var value in values)
            {
                Headers.AddTo(metadata, name, value ?? "");
            }
        }

        return metadata;
    }

    private async Task<Status> ServeAsync(Func<Task> serve, Func<Exception, Status> statusOf)
    {
        try
        {
            await serve();
            return Status;
        }
        catch (Exception exception)
        {
            return statusOf(exception);
        }
    }

    private async Task EndAsync(Status status)
    {
        await _response.WaitAsync(CancellationToken.None);
        try
        {
            if (!_ended && !_http.RequestAborted.IsCancellationRequested)
            {
                ResponseStatus.Set(_http.Response, status, ResponseTrailers);
            }

            _ended = true;
        }
        finally
        {
            _response.Release();
        }
    }

    /// <summary>Tells the caller at once, however long the service goes on.</summary>
    private async Task EndAtDeadlineAsync()
    {
        await EndAsync(new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"));
        try
        {
            await _http.Response.CompleteAsync().WaitAsync(LastWords);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or OperationCanceledException)
        {
            // The caller does not read, or has gone: nobody waits for the status.
        }

        _http.Features.Get<IHttpResetFeature>()?.Reset(CancelErrorCode);
    }

    /// <summary>Reads, and when the caller goes away meanwhile, lets the call's token tell so before the read fails.</summary>
    private async ValueTask<TRequest?> ReadAsync(Func<ValueTask<TRequest?>> read)
    {
        try
        {
            return await read();
        }
        catch (IOException)
        {
            var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var told = _http.RequestAborted.Register(aborted.SetResult);
            await Task.WhenAny(aborted.Task, Task.Delay(LastWords));
            throw;
        }
    }

    private async Task WriteAsync(TResponse message, bool flush, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, cancellationToken);
        await _response.WaitAsync(either.Token);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            if (_ended)
            {
                throw new InvalidOperationException("Can't write the message because the request is complete.");
            }

            var frame = _writer.Frame(message);
            if (!_http.Response.HasStarted)
            {
                await _http.Response.StartAsync(either.Token);
            }

            if (flush)
            {
                await _http.Response.BodyWriter.WriteAsync(frame, either.Token);
                either.Token.ThrowIfCancellationRequested();
            }
            else
            {
                _http.Response.BodyWriter.Write(frame.Span);
            }
        }
        finally
        {
            _response.Release();
        }
    }

    private Status Compressed()
    {
        string? encoding = _http.Request.Headers[Headers.Encoding];
        if (encoding is null or Headers.Identity)
        {
            return new Status(StatusCode.Internal, $"The message is compressed, yet grpc-encoding says '{encoding}'.");
        }

        if (!_http.Response.HasStarted)
        {
            _http.Response.Headers[Headers.AcceptEncoding] = Headers.Identity;
        }

        return new Status(StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {Headers.Identity}");
    }

    private sealed class RequestStream(ServerCall<TRequest, TResponse> call) : IAsyncStreamReader<TRequest>
    {
        public TRequest Current { get; private set; } = null!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (call._ended || call._http.RequestAborted.IsCancellationRequested)
            {
                throw new InvalidOperationException("Can't read messages after the request is complete.");
            }

            Current = null!;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, cancellationToken);
            if (await call.ReadAsync(() => call._reader.ReadAsync(either.Token)) is not { } message)
            {
                return false;
            }

            Current = message;
            return true;
        }
    }

    private sealed class ResponseStream(ServerCall<TRequest, TResponse> call) : IServerStreamWriter<TResponse>
    {
        private int _writing;

        public WriteOptions? WriteOptions
        {
            get => call.WriteOptions;
            set => call.WriteOptions = value;
        }

        public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

        public async Task WriteAsync(TResponse message, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(message);
            if (Interlocked.Exchange(ref _writing, 1) == 1)
            {
                throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
            }

            try
            {
                if (call._http.RequestAborted.IsCancellationRequested)
                {
                    throw new InvalidOperationException("Can't write the message because the request is complete.");
                }

                var flush = !(WriteOptions?.Flags ?? default).HasFlag(WriteFlags.BufferHint);
                await call.WriteAsync(message, flush, cancellationToken);
            }
            finally
            {
                Volatile.Write(ref _writing, 0);
            }
        }
    }
}
