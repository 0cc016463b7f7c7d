using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Wire;

namespace Grpc.Net.Client;

/// <summary>One call as the client sees it: its HTTP request, its messages, and its end, which comes once, from whatever ends it first.</summary>
internal sealed class ClientCall<TRequest, TResponse> : IDisposable
    where TRequest : class
    where TResponse : class
{
    private const int ReadBufferSize = 64 * 1024;

    private static readonly ActivitySource Activities = new("Grpc.Net.Client");

    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly CallOptions _options;
    private readonly RetryRule? _retry;

    // Stops what is under way. Only End cancels it.
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenRegistration[] _stops = [];

    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Status> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<HttpResponseMessage> _response = Task.FromException<HttpResponseMessage>(new InvalidOperationException("The call has not been sent."));
    private HttpResponseMessage? _http;
    private StreamedRequestBody? _requests;
    private Activity? _activity;
    private Metadata _trailers = [];

    public ClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, CallOptions options)
    {
        if (options.Deadline is { } given && given != DateTime.MaxValue && given != DateTime.MinValue && given.Kind != DateTimeKind.Utc)
        {
            throw new InvalidOperationException("Deadline must have a kind DateTimeKind.Utc or be equal to DateTime.MaxValue or DateTime.MinValue.");
        }

        ObjectDisposedException.ThrowIf(channel.Closed.IsCancellationRequested, channel);
        _channel = channel;
        _method = method;
        _options = options;
        _retry = channel.RetryRules.Find(method);
        Responses = new ResponseStream(this);
        Observe(_headers.Task);

        if (TimeLeft is { } left)
        {
            _deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        _stops =
        [
            channel.Closed.Register(() => End(new Status(StatusCode.Cancelled, "gRPC call disposed."))),
            options.CancellationToken.Register(() => End(Cancelled(options.CancellationToken))),
            (_deadline?.Token ?? default).Register(() => End(new Status(StatusCode.DeadlineExceeded, ""))),
        ];
        if (_end.Task.IsCompleted)
        {
            Array.ForEach(_stops, stop => stop.Unregister());
        }
    }

    public IAsyncStreamReader<TResponse> Responses { get; }

    public Task<Metadata> ResponseHeadersAsync => _headers.Task;

    private TimeSpan? TimeLeft =>
        _options.Deadline is not { } deadline || deadline == DateTime.MaxValue ? null
        : deadline - DateTime.UtcNow is var left && left < CallTimeout.Longest ? left
        : CallTimeout.Longest;

    /// <summary>Sends a call of one request.</summary>
    public void Send(TRequest request)
    {
        try
        {
            var frame = new MessageWriter<TRequest>(_method.RequestMarshaller.ContextualSerializer, _channel.MaxSendMessageSize).Frame(request);
            _response = SendAsync(new SingleRequestBody(frame));
            Observe(_response);
        }
        catch (RpcException tooLong)
        {
            _response = Task.FromException<HttpResponseMessage>(Fail(tooLong));
        }
    }

    /// <summary>Sends a call whose requests follow.</summary>
    public IClientStreamWriter<TRequest> SendStream()
    {
        _requests = new StreamedRequestBody();
        _response = SendAsync(_requests);
        Observe(_response);
        return new RequestStream(this, _requests);
    }

    /// <summary>The only message of the response.</summary>
    public async Task<TResponse> ReceiveSingleAsync()
    {
        try
        {
            var response = await _response;
            var body = await OpenAsync(response);
            var message = await ReaderOf(response, body).ReadSingleAsync(_stop.Token);
            var status = ResponseStatus.OfEnd(response);
            if (status.StatusCode == StatusCode.OK && message is null)
            {
                status = new Status(StatusCode.Internal, "Failed to deserialize response message: there is none.");
            }

            Finish(response, status);
            await body.CompleteAsync();
            return status.StatusCode == StatusCode.OK ? message! : throw Failure();
        }
        catch (Exception exception)
        {
            throw Fail(exception);
        }
    }

    public Status GetStatus() =>
        _end.Task.IsCompleted ? _end.Task.Result : throw new InvalidOperationException("Unable to get the status because the call is not complete.");

    public Metadata GetTrailers() =>
        _end.Task.IsCompleted ? _trailers : throw new InvalidOperationException("Can't get the call trailers because the call has not completed successfully.");

    public void Dispose() => End(new Status(StatusCode.Cancelled, "gRPC call disposed."));

    /// <summary>Nobody has to look at every task of a call; its status tells the failure.</summary>
    private static void Observe(Task task) =>
        _ = task.ContinueWith(static failed => failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private static Status Cancelled(CancellationToken by) =>
        new(StatusCode.Cancelled, "Call canceled by the client.", new OperationCanceledException(by));

    /// <summary>Sends the request, again where a rule says so, until there is a response with more than a failure in it.</summary>
    private async Task<HttpResponseMessage> SendAsync(RequestBody body)
    {
        try
        {
            _activity = Activities.StartActivity("Grpc.Net.Client.GrpcOut", ActivityKind.Client);
            _activity?.SetTag("grpc.method", _method.FullName);
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await AttemptAsync(body, attempt);
                }
                catch (Exception exception) when (!_end.Task.IsCompleted && body.CanBeSent && DelayAfter(attempt, exception) is { } delay)
                {
                    await Task.Delay(delay, _stop.Token);
                }
            }
        }
        catch (Exception exception)
        {
            if (exception is RpcException { Trailers: { Count: > 0 } headers })
            {
                _trailers = headers;
                _headers.TrySetResult(headers);
            }

            throw Fail(exception);
        }
    }

    private async Task<HttpResponseMessage> AttemptAsync(RequestBody body, int attempt)
    {
        _stop.Token.ThrowIfCancellationRequested();
        var request = Request(body, attempt);
        var response = _channel.Http is HttpClient client
            ? await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token)
            : await _channel.Http.SendAsync(request, _stop.Token);
        _http = response;
        var headers = ResponseStatus.ReadMetadata(response.Headers);
        var failure = ResponseStatus.OfHeaders(response);
        if (failure is not null || _end.Task.IsCompleted)
        {
            response.Dispose();
            throw failure is { } status ? new RpcException(status, headers) : Failure();
        }

        _headers.TrySetResult(headers);
        return response;
    }

    private TimeSpan? DelayAfter(int attempt, Exception exception) =>
        _retry?.DelayAfter(attempt, Explain(exception).StatusCode, (exception as RpcException)?.Trailers ?? []);

    private HttpRequestMessage Request(RequestBody body, int attempt)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_channel.Address, _method.FullName))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        request.Headers.TryAddWithoutValidation("user-agent", "grpc-dotnet");
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation(Headers.AcceptEncoding, Headers.Identity);
        foreach (var entry in _options.Headers ?? [])
        {
            request.Headers.TryAddWithoutValidation(entry.Key, Headers.ValueOf(entry));
        }

        if (attempt > 1)
        {
            request.Headers.TryAddWithoutValidation("grpc-previous-rpc-attempts", (attempt - 1).ToString());
        }

        if (TimeLeft is { } left)
        {
            request.Headers.Remove(Headers.Timeout);
            request.Headers.TryAddWithoutValidation(Headers.Timeout, CallTimeout.Format(left));
        }

        return request;
    }

    private async Task<PipeReader> OpenAsync(HttpResponseMessage response) =>
        PipeReader.Create(await response.Content.ReadAsStreamAsync(_stop.Token), new StreamPipeReaderOptions(bufferSize: ReadBufferSize));

    private MessageReader<TResponse> ReaderOf(HttpResponseMessage response, PipeReader body) =>
        new(body, _method.ResponseMarshaller.ContextualDeserializer, _channel.MaxReceiveMessageSize, () =>
        {
            var encoding = response.Headers.NonValidated.TryGetValues(Headers.Encoding, out var values) ? values.ToString() : Headers.Identity;
            return new Status(StatusCode.Internal, $"Unsupported grpc-encoding value '{encoding}'. Supported encodings: {Headers.Identity}");
        });

    /// <summary>Ends a call whose response has been read to its end.</summary>
    private void Finish(HttpResponseMessage response, Status status)
    {
        _trailers = ResponseStatus.ReadMetadata(response.TrailingHeaders);
        End(status, gracefully: true);
    }

    /// <summary>Ends a call that something went wrong with, and says what to throw.</summary>
    private RpcException Fail(Exception exception)
    {
        End(Explain(exception));
        return Failure();
    }

    private RpcException Failure() => new(_end.Task.Result, _trailers);

    private Status Explain(Exception exception)
    {
        var status = exception switch
        {
            RpcException known => known.Status,
            OperationCanceledException => new Status(StatusCode.Cancelled, "Call canceled.", exception),
            _ => ResponseStatus.Of(exception),
        };

        // The server's clock may be ahead and its reset arrive before the deadline rings here.
        return status.StatusCode == StatusCode.Cancelled && TimeLeft <= TimeSpan.Zero
            ? new Status(StatusCode.DeadlineExceeded, status.Detail, status.DebugException)
            : status;
    }

    private void End(Status status, bool gracefully = false)
    {
        if (!_end.TrySetResult(status))
        {
            return;
        }

        // Empty while the constructor still fills it: a token may be cancelled from the start.
        Array.ForEach(_stops, stop => stop.Unregister());
        _deadline?.Dispose();
        if (!gracefully)
        {
            _stop.Cancel();
        }

        _requests?.Complete();
        _http?.Dispose();
        _headers.TrySetException(Failure());
        _activity?.SetTag("grpc.status_code", ((int)status.StatusCode).ToString());
        _activity?.Dispose();
    }

    private sealed class ResponseStream(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    {
        private PipeReader? _body;
        private MessageReader<TResponse>? _reader;
        private int _reading;

        public TResponse Current { get; private set; } = null!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (Interlocked.Exchange(ref _reading, 1) == 1)
            {
                throw new InvalidOperationException("Can't read the next message because the previous read is still in progress.");
            }

            try
            {
                if (call._end.Task.IsCompleted)
                {
                    return call.GetStatus().StatusCode == StatusCode.OK ? false : throw call.Failure();
                }

                await using var cancelled = cancellationToken.Register(() => call.End(Cancelled(cancellationToken)));
                return await ReadAsync();
            }
            finally
            {
                Volatile.Write(ref _reading, 0);
            }
        }

        private async Task<bool> ReadAsync()
        {
            Current = null!;
            try
            {
                var response = await call._response;
                _body ??= await call.OpenAsync(response);
                _reader ??= call.ReaderOf(response, _body);
                if (await _reader.ReadAsync(call._stop.Token) is { } message)
                {
                    Current = message;
                    return true;
                }

                call.Finish(response, ResponseStatus.OfEnd(response));
                await _body.CompleteAsync();
                return call.GetStatus().StatusCode == StatusCode.OK ? false : throw call.Failure();
            }
            catch (Exception exception)
            {
                throw call.Fail(exception);
            }
        }
    }

    private sealed class RequestStream(ClientCall<TRequest, TResponse> call, StreamedRequestBody body) : IClientStreamWriter<TRequest>
    {
        private readonly MessageWriter<TRequest> _writer = new(call._method.RequestMarshaller.ContextualSerializer, call._channel.MaxSendMessageSize);
        private int _writing;
        private bool _completed;

        public WriteOptions? WriteOptions { get; set; } = call._options.WriteOptions;

        public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

        public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(message);
            if (_completed)
            {
                throw new InvalidOperationException("Request stream has already been completed.");
            }

            if (Interlocked.Exchange(ref _writing, 1) == 1)
            {
                throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
            }

            try
            {
                await using var cancelled = cancellationToken.Register(() => call.End(Cancelled(cancellationToken)));
                await WriteFrameAsync(message);
            }
            finally
            {
                Volatile.Write(ref _writing, 0);
            }
        }

        public Task CompleteAsync()
        {
            if (Volatile.Read(ref _writing) == 1)
            {
                throw new InvalidOperationException("Can't complete the client stream writer because the previous write is in progress.");
            }

            _completed = true;
            body.Complete();
            return Task.CompletedTask;
        }

        private async Task WriteFrameAsync(TRequest message)
        {
            if (call._end.Task.IsCompleted)
            {
                throw await FailureAsync(new OperationCanceledException());
            }

            var frame = _writer.Frame(message);
            try
            {
                var stream = await body.OpenedAsync.WaitAsync(call._stop.Token);
                await stream.WriteAsync(frame, call._stop.Token);
                if (!(WriteOptions?.Flags ?? default).HasFlag(WriteFlags.BufferHint))
                {
                    await stream.FlushAsync(call._stop.Token);
                }
            }
            catch (Exception exception)
            {
                throw await FailureAsync(exception);
            }
        }

        /// <summary>Why a message cannot be sent. A server may end a call early; its status then says more than the broken stream.</summary>
        private async Task<RpcException> FailureAsync(Exception exception)
        {
            // Where one response is expected it is being received right now; a stream's status waits for its reader.
            if (call._method.Type == MethodType.ClientStreaming || call._end.Task.IsCompleted)
            {
                return await call._end.Task is { StatusCode: not StatusCode.OK } status
                    ? new RpcException(status, call._trailers)
                    : new RpcException(new Status(StatusCode.Cancelled, "The server ended the call before all requests were sent."));
            }

            return new RpcException(call.Explain(exception));
        }
    }
}
