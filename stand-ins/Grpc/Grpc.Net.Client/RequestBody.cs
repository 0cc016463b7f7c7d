using System.Net;
using System.Net.Http.Headers;

namespace Grpc.Net.Client;

/// <summary>The body of a call's HTTP request.</summary>
internal abstract class RequestBody : HttpContent
{
    protected RequestBody() => Headers.ContentType = new MediaTypeHeaderValue(Wire.Headers.ContentType);

    /// <summary>Whether all of it can still be sent, perhaps once more.</summary>
    public abstract bool CanBeSent { get; }
}

/// <summary>One frame, known from the start.</summary>
internal sealed class SingleRequestBody(ReadOnlyMemory<byte> frame) : RequestBody
{
    public override bool CanBeSent => true;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(frame, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = frame.Length;
        return true;
    }
}

/// <summary>Frame after frame until it is completed.</summary>
internal sealed class StreamedRequestBody : RequestBody
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Its continuation ends the body before whoever completes goes on, perhaps to dispose the call.
    private readonly TaskCompletionSource _completed = new();

    public override bool CanBeSent => !_opened.Task.IsCompleted;

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
