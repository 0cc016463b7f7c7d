using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Net.Wire;

/// <summary>Takes one message after the other from a body. It reads no further ahead than the pipe does, so that a slow reader slows the sender.</summary>
/// <param name="body">Where the bytes come from.</param>
/// <param name="deserialize">How bytes become a message.</param>
/// <param name="limit">The longest message that may arrive, in bytes.</param>
/// <param name="compressed">The status for a compressed message, which no side here asks for.</param>
internal sealed class MessageReader<T>(PipeReader body, Func<DeserializationContext, T> deserialize, int? limit, Func<Status> compressed)
    where T : class
{
    private readonly Payload _payload = new();

    /// <summary>The next message; <see langword="null"/> at the end.</summary>
    /// <exception cref="RpcException">What arrives is not a message, or too long.</exception>
    public async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellationToken);
            var (consumed, examined) = (read.Buffer.Start, read.Buffer.End);
            try
            {
                if (TryTakeFrame(read.Buffer, out var payload))
                {
                    consumed = examined = payload.End;
                    return Parse(payload);
                }

                if (read.IsCompleted)
                {
                    return read.Buffer.IsEmpty ? null : throw Failure("Incomplete message.");
                }
            }
            finally
            {
                body.AdvanceTo(consumed, examined);
            }
        }
    }

    /// <summary>The only message of a body; <see langword="null"/> where there is none.</summary>
    /// <exception cref="RpcException">What arrives is not one message, or too long.</exception>
    public async ValueTask<T?> ReadSingleAsync(CancellationToken cancellationToken)
    {
        var message = await ReadAsync(cancellationToken);
        return message is null || await ReadAsync(cancellationToken) is null
            ? message
            : throw Failure("Additional data after the message received.");
    }

    private static RpcException Failure(string detail) => new(new Status(StatusCode.Internal, detail));

    private bool TryTakeFrame(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (buffer.Length < MessageWriter<T>.HeaderLength)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[MessageWriter<T>.HeaderLength];
        buffer.Slice(0, header.Length).CopyTo(header);
        if (header[0] > 1)
        {
            throw Failure($"Unexpected compressed flag value in message header: {header[0]}.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (limit ?? int.MaxValue))
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"Received message exceeds the maximum configured message size: {length} bytes, at most {limit ?? int.MaxValue}."));
        }

        if (header[0] == 1)
        {
            throw new RpcException(compressed());
        }

        if (buffer.Length < header.Length + length)
        {
            return false;
        }

        payload = buffer.Slice(header.Length, length);
        return true;
    }

    private T Parse(ReadOnlySequence<byte> payload)
    {
        _payload.Bytes = payload;
        try
        {
            return deserialize(_payload);
        }
        catch (Exception exception)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The message of {payload.Length} bytes is not a {typeof(T).Name}: {exception.Message}", exception));
        }
        finally
        {
            _payload.Bytes = default;
        }
    }

    private sealed class Payload : DeserializationContext
    {
        public ReadOnlySequence<byte> Bytes { get; set; }

        public override int PayloadLength => (int)Bytes.Length;

        public override byte[] PayloadAsNewBuffer() => Bytes.ToArray();

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => Bytes;
    }
}
