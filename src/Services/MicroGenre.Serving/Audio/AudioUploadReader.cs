using System.Diagnostics;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Client;
using MicroGenre.Contracts;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Serving.Audio;

/// <summary>Reads an upload: first the header, then the file's bytes.</summary>
/// <typeparam name="TRequest">The type of the call's messages.</typeparam>
/// <typeparam name="THeader">The type of the header in the first message.</typeparam>
/// <param name="messages">The caller's stream.</param>
/// <param name="headerOf">Returns the header in a message; <see langword="null"/> if it has none.</param>
/// <param name="dataOf">Returns the data in a message.</param>
/// <param name="limits">The limits to enforce.</param>
public sealed class AudioUploadReader<TRequest, THeader>(
    IAsyncStreamReader<TRequest> messages,
    Func<TRequest, THeader?> headerOf,
    Func<TRequest, ByteString> dataOf,
    AudioLimits limits)
    where TRequest : class
    where THeader : class
{
    /// <summary>Reads the first message.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: the stream is empty, or the first message has no header. DEADLINE_EXCEEDED: nothing
    /// arrived in time.</exception>
    public async Task<THeader> ReadHeaderAsync(CancellationToken cancellation) =>
        await TryReadHeaderAsync(cancellation) ?? throw NoHeader();

    /// <summary>Reads the first message; <see langword="null"/> if there is none.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: the first message has no header. DEADLINE_EXCEEDED: nothing arrived in time.
    /// </exception>
    public async Task<THeader?> TryReadHeaderAsync(CancellationToken cancellation) =>
        await MoveNextAsync(cancellation) ? headerOf(messages.Current) ?? throw NoHeader() : null;

    /// <summary>Reads the next chunk of data; <see langword="null"/> after the last one.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: a second header arrived. RESOURCE_EXHAUSTED: the chunk is too long.
    /// DEADLINE_EXCEEDED: nothing arrived in time.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadChunkAsync(CancellationToken cancellation)
    {
        if (!await MoveNextAsync(cancellation))
        {
            return null;
        }

        if (headerOf(messages.Current) is not null)
        {
            throw RpcErrors.InvalidArgument("Only the first message of an upload may be its header.");
        }

        var data = dataOf(messages.Current).Memory;
        return data.Length <= Limits.ChunkBytes
            ? data
            : throw RpcErrors.ResourceExhausted($"A chunk of {data.Length} bytes is over the limit of {Limits.ChunkBytes}.");
    }

    /// <summary>Reads all of the file's bytes.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: the upload is empty or does not match its header. RESOURCE_EXHAUSTED: the upload or
    /// a chunk is too long, or the disk is full. DEADLINE_EXCEEDED: the upload stopped or is too slow.</exception>
    public async Task<AudioInput> ReadAudioAsync(UploadHeader? header, CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        var announced = header is { HasLength: true } ? header.Length : (ulong?)null;
        RefuseOver(announced ?? 0);

        Stream content = UploadMemory.NewStream();
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            while (await ReadChunkAsync(cancellation) is { } data)
            {
                RefuseOver((ulong)(content.Length + data.Length));
                content = await SpillAsync(content, data.Length, cancellation);
                await content.WriteAsync(data, cancellation);
                hash.AppendData(data.Span);
                RefuseDrops(content.Length, Stopwatch.GetElapsedTime(begin));
            }

            if (announced is { } length && length != (ulong)content.Length)
            {
                throw RpcErrors.InvalidArgument($"The upload announced {length} bytes and sent {content.Length}.");
            }

            if (content.Length == 0)
            {
                throw RpcErrors.InvalidArgument("The upload has no data.");
            }

            content.Position = 0;
            return new AudioInput(header is { Name.Length: > 0 } ? header.Name : "the upload", content, hash.GetHashAndReset());
        }
        catch (IOException e) when (content is FileStream)
        {
            await content.DisposeAsync();
            throw RpcErrors.ResourceExhausted($"The upload cannot be stored: {e.Message}");
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    private static RpcException NoHeader() => RpcErrors.InvalidArgument("The first message of an upload must be its header.");

    private void RefuseOver(ulong bytes)
    {
        if (bytes > (ulong)limits.LargestUpload)
        {
            throw RpcErrors.ResourceExhausted($"The upload is over the limit of {limits.LargestUpload} bytes.");
        }
    }

    private void RefuseDrops(long bytes, TimeSpan elapsed)
    {
        if (elapsed > limits.UploadIdleLimit && bytes < AudioLimits.LeastBytesPerSecond * elapsed.TotalSeconds)
        {
            throw RpcErrors.DeadlineExceeded(
                $"Upload too slow: {bytes} bytes in {elapsed.TotalSeconds:0.#} s (minimum {AudioLimits.LeastBytesPerSecond} "
                + $"bytes/s).");
        }
    }

    private static async Task<Stream> SpillAsync(Stream content, int more, CancellationToken cancellation)
    {
        if (content is FileStream || content.Length + more <= AudioLimits.UploadMemory)
        {
            return content;
        }

        var path = Path.Combine(Path.GetTempPath(), $"microgenre-upload-{Guid.NewGuid():N}");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 64 * 1024,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            content.Position = 0;
            await content.CopyToAsync(file, cancellation);
            await content.DisposeAsync();
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> MoveNextAsync(CancellationToken cancellation)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        idle.CancelAfter(limits.UploadIdleLimit);
        try
        {
            return await messages.MoveNext(idle.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled }
            && idle.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw RpcErrors.DeadlineExceeded($"The upload sent nothing for {limits.UploadIdleLimit.TotalSeconds:0.#} s.");
        }
    }
}
