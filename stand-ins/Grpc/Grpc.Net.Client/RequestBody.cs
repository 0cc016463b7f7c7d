using System.Net;
using System.Net.Http.Headers;

namespace Grpc.Net.Client;

/// <summary>A request's body: one frame, known from the start.</summary>
internal sealed class SingleRequestBody : HttpContent
{
    private readonly ReadOnlyMemory<byte> _frame;

    public SingleRequestBody(ReadOnlyMemory<byte> frame)
    {
        _frame = frame;
        Headers.ContentType = new MediaTypeHeaderValue(Wire.Headers.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_frame, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _frame.Length;
        return true;
    }
}

/// <summary>A request's body that stays open for frame after frame until it is completed.</summary>
internal sealed class StreamedRequestBody : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Its continuation ends the body before whoever completes goes on, perhaps to dispose the call.
    private readonly TaskCompletionSource _completed = new();

    public StreamedRequestBody() => Headers.ContentType = new MediaTypeHeaderValue(Wire.Headers.ContentType);

    /// <summary>Where frames go, as soon as the connection takes them.</summary>
    public Task<Stream> OpenedAsync => _opened.Task;

    public void Complete() => _completed.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The server may answer before the first message, so it must see the headers now.
        await stream.FlushAsync(cancellationToken);
        _opened.TrySetResult(stream);
        await _completed.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
