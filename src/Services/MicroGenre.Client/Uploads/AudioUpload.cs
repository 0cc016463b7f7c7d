using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;

namespace MicroGenre.Client.Uploads;

/// <summary>Uploads a track to a service in chunks.</summary>
public static class AudioUpload
{
    /// <summary>
    /// Sends the header, then <paramref name="audio"/> from its current position in chunks of <see cref="Limits.ChunkBytes"/>, then ends
    /// the stream.
    /// </summary>
    /// <typeparam name="TRequest">The type of the call's messages.</typeparam>
    /// <param name="writer">The call's request stream.</param>
    /// <param name="header">The first message.</param>
    /// <param name="audio">The file's bytes.</param>
    /// <param name="toMessage">Converts a chunk to a message.</param>
    /// <param name="progress">Receives the number of bytes sent so far after each chunk.</param>
    /// <param name="cancellation">Cancels the upload.</param>
    public static async Task SendAsync<TRequest>(
        IClientStreamWriter<TRequest> writer,
        TRequest header,
        Stream audio,
        Func<ByteString, TRequest> toMessage,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(toMessage);

        await SendPartAsync(writer, header, audio, toMessage, progress, cancellation);
        await writer.CompleteAsync();
    }

    /// <summary>Sends a header and the audio that belongs to it, in an upload that goes on.</summary>
    internal static async Task SendPartAsync<TRequest>(
        IClientStreamWriter<TRequest> writer, TRequest header, Stream audio, Func<ByteString, TRequest> toMessage,
        IProgress<long>? progress, CancellationToken cancellation)
    {
        await writer.WriteAsync(header, cancellation);
        var buffer = new byte[Limits.ChunkBytes];
        long sent = 0;
        int read;
        while ((read = await audio.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation)) > 0)
        {
            await writer.WriteAsync(toMessage(ByteString.CopyFrom(buffer, 0, read)), cancellation);
            sent += read;
            progress?.Report(sent);
        }
    }

    /// <summary>
    /// Waits for an upload and its answer. A service that refuses an upload may answer before it has read everything; then the answer
    /// counts, not the interrupted upload.
    /// </summary>
    public static async Task<T> AnswerAsync<T>(Task sending, Task<T> answer)
    {
        ArgumentNullException.ThrowIfNull(sending);
        ArgumentNullException.ThrowIfNull(answer);
        try
        {
            await sending;
        }
        catch (Exception exception) when (exception is RpcException or IOException or InvalidOperationException or HttpRequestException)
        {
            await answer;
            throw;
        }

        return await answer;
    }

    /// <summary>Uploads a track for feature extraction.</summary>
    /// <inheritdoc cref="SendAsync{TRequest}" path="/param"/>
    public static Task SendAsync(IClientStreamWriter<ExtractUploadRequest> writer, ExtractUploadHeader header, Stream audio,
        IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        SendAsync(writer, new ExtractUploadRequest { Header = header }, audio, data =>
            new ExtractUploadRequest { Data = data }, progress, cancellation);

    /// <summary>Uploads a track for classification.</summary>
    /// <inheritdoc cref="SendAsync{TRequest}" path="/param"/>
    public static Task SendAsync(IClientStreamWriter<ClassifyUploadRequest> writer, ClassifyUploadHeader header, Stream audio,
        IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        SendAsync(writer, new ClassifyUploadRequest { Header = header }, audio, data =>
            new ClassifyUploadRequest { Data = data }, progress, cancellation);

    /// <summary>Uploads a track to be explained.</summary>
    /// <inheritdoc cref="SendAsync{TRequest}" path="/param"/>
    public static Task SendAsync(IClientStreamWriter<ExplainUploadRequest> writer, ExplainUploadHeader header, Stream audio,
        IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        SendAsync(writer, new ExplainUploadRequest { Header = header }, audio, data =>
            new ExplainUploadRequest { Data = data }, progress, cancellation);

    /// <summary>Uploads a track to be segmented.</summary>
    /// <inheritdoc cref="SendAsync{TRequest}" path="/param"/>
    public static Task SendAsync(IClientStreamWriter<SegmentUploadRequest> writer, SegmentUploadHeader header, Stream audio,
        IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        SendAsync(writer, new SegmentUploadRequest { Header = header }, audio, data =>
            new SegmentUploadRequest { Data = data }, progress, cancellation);
}
