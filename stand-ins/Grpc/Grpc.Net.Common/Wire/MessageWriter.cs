using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Grpc.Core;

namespace Grpc.Net.Wire;

/// <summary>Turns one message after the other into a frame: a zero byte (not compressed), the length in four bytes, the message.</summary>
/// <param name="serialize">How a message becomes bytes.</param>
/// <param name="limit">The longest message that may be sent, in bytes.</param>
internal sealed class MessageWriter<T>(Action<T, SerializationContext> serialize, int? limit) : SerializationContext
{
    internal const int HeaderLength = 5;

    private readonly ArrayBufferWriter<byte> _frame = new();

    /// <summary>The frame of a message; it holds until the next one is made.</summary>
    /// <exception cref="RpcException">The message is too long.</exception>
    public ReadOnlyMemory<byte> Frame(T message)
    {
        _frame.ResetWrittenCount();
        _frame.GetSpan(HeaderLength)[..HeaderLength].Clear();
        _frame.Advance(HeaderLength);
        serialize(message, this);
        return _frame.WrittenMemory;
    }

    public override void SetPayloadLength(int payloadLength)
    {
        if (payloadLength > limit)
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"Sending message exceeds the maximum configured message size: {payloadLength} bytes, at most {limit}."));
        }

        _frame.GetMemory(payloadLength);
    }

    public override IBufferWriter<byte> GetBufferWriter() => _frame;

    public override void Complete(byte[] payload)
    {
        SetPayloadLength(payload.Length);
        _frame.Write(payload);
        Complete();
    }

    public override void Complete()
    {
        var length = _frame.WrittenCount - HeaderLength;
        SetPayloadLength(length);
        BinaryPrimitives.WriteInt32BigEndian(MemoryMarshal.AsMemory(_frame.WrittenMemory).Span[1..], length);
    }
}
