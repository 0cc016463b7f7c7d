using System.Buffers.Binary;

namespace MicroGenre.Signal.Decoding;

/// <summary>Reads the bytes of an audio file in order or from an offset. Errors name the offset.</summary>
internal sealed class ByteSource(Stream stream)
{
    public long Length { get; } = stream.Length;

    public long Position
    {
        get => stream.Position;
        set => stream.Position = value;
    }

    public long Remaining => Math.Max(0, Length - Position);

    /// <summary>Whether integers are big-endian.</summary>
    public bool BigEndian { get; set; }

    /// <summary>Reads until <paramref name="destination"/> is full or the file ends.</summary>
    public int Read(Span<byte> destination) => stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);

    public void ReadExactly(Span<byte> destination, string what)
    {
        var start = Position;
        if (Read(destination) < destination.Length)
        {
            throw new AudioFormatException($"The file ends inside the {what}", start);
        }
    }

    public ushort ReadUInt16(string what)
    {
        Span<byte> bytes = stackalloc byte[2];
        ReadExactly(bytes, what);
        return BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint ReadUInt32(string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadExactly(bytes, what);
        return BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong ReadUInt64(string what)
    {
        Span<byte> bytes = stackalloc byte[8];
        ReadExactly(bytes, what);
        return BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    public FourCharacterCode ReadCode(string what)
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadExactly(bytes, what);
        return new FourCharacterCode(BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }
}
