using System.Net;
using Google.Protobuf;
using MicroGenre.Client;
using MicroGenre.Contracts;

namespace MicroGenre.Abuse.Tests;

/// <summary>An upload of so many bytes, in chunks of the largest size, without a word on how many there will be.</summary>
internal sealed class EndlessUpload(long bytes) : RawUpload
{
    /// <summary>How many bytes went out.</summary>
    public long Sent { get; private set; }

    protected override async Task SendAsync(Stream stream)
    {
        var chunk = FrameOf(new ClassifyUploadRequest { Data = ByteString.CopyFrom(new byte[Limits.ChunkBytes]) });
        while (Sent < bytes)
        {
            await stream.WriteAsync(chunk);
            await stream.FlushAsync();
            Sent += Limits.ChunkBytes;
        }
    }
}

/// <summary>An upload of one byte at a time, each in a message of its own, for ever.</summary>
internal sealed class DroppingUpload(TimeSpan pause) : RawUpload
{
    protected override async Task SendAsync(Stream stream)
    {
        var drop = FrameOf(new ClassifyUploadRequest { Data = ByteString.CopyFrom([1]) });
        while (true)
        {
            await stream.WriteAsync(drop);
            await stream.FlushAsync();
            await Task.Delay(pause);
        }
    }
}

/// <summary>An upload whose one message comes byte by byte, for ever.</summary>
internal sealed class ByteByByte(TimeSpan pause) : RawUpload
{
    protected override async Task SendAsync(Stream stream)
    {
        var chunk = FrameOf(new ClassifyUploadRequest { Data = ByteString.CopyFrom(new byte[Limits.ChunkBytes]) });
        foreach (var octet in chunk)
        {
            await stream.WriteAsync(new[] { octet });
            await stream.FlushAsync();
            await Task.Delay(pause);
        }
    }
}

/// <summary>A request whose bytes go out as they like; it ends when the service has had enough.</summary>
internal abstract class RawUpload : HttpContent
{
    protected abstract Task SendAsync(Stream stream);

    protected static byte[] FrameOf(ClassifyUploadRequest message)
    {
        var payload = message.ToByteArray();
        return [0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length,
            .. payload];
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(FrameOf(new ClassifyUploadRequest { Header = new ClassifyUploadHeader() }));
        await SendAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
