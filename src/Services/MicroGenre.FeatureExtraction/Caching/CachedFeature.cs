using System.Buffers.Binary;
using Google.Protobuf;
using MicroGenre.Client.Features;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.FeatureExtraction.Caching;

/// <summary>A feature of a track in the format in which it is cached and sent.</summary>
/// <remarks>
/// The format: the four letters <c>MGF2</c>, then three little-endian 32-bit numbers (rows, frames, length of the audio's description), the
/// description (an <see cref="AudioDescription"/> message), and the values: little-endian 32-bit floats, row by row.
/// </remarks>
public sealed class CachedFeature
{
    /// <summary>The version of the format. It is part of the cache keys.</summary>
    public const int FormatVersion = 2;

    private const int FixedLength = 16;

    private readonly int _valuesStart;

    private CachedFeature(AudioDescription audio, int rows, int frames, byte[] bytes, int valuesStart)
    {
        Audio = audio;
        Rows = rows;
        Frames = frames;
        Bytes = bytes;
        _valuesStart = valuesStart;
    }

    private static ReadOnlySpan<byte> Magic => "MGF2"u8;

    /// <summary>The description of the audio and its processing.</summary>
    public AudioDescription Audio { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of frames.</summary>
    public int Frames { get; }

    /// <summary>The complete cached bytes.</summary>
    public byte[] Bytes { get; }

    /// <summary>The values: little-endian 32-bit floats, row by row.</summary>
    public ReadOnlyMemory<byte> Values => Bytes.AsMemory(_valuesStart);

    /// <summary>Converts a feature to the cached format.</summary>
    public static CachedFeature Of(AudioDescription audio, FeatureMatrix matrix)
    {
        var description = audio.ToByteArray();
        var valuesStart = FixedLength + description.Length;
        var bytes = new byte[checked(valuesStart + (matrix.Values.Length * sizeof(float)))];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), matrix.Rows);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), matrix.Frames);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), description.Length);
        description.CopyTo(bytes, FixedLength);
        FeatureBytes.Write(matrix.Values, bytes.AsSpan(valuesStart));
        return new CachedFeature(audio, matrix.Rows, matrix.Frames, bytes, valuesStart);
    }

    /// <summary>Reads the cached format; <see langword="null"/> if <paramref name="bytes"/> have another format.</summary>
    public static CachedFeature? TryParse(byte[] bytes)
    {
        if (bytes.Length < FixedLength || !bytes.AsSpan().StartsWith(Magic))
        {
            return null;
        }

        var rows = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        var frames = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        var description = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12));
        var values = (long)bytes.Length - FixedLength - description;
        if (rows <= 0 || frames < 0 || description < 0 || values != (long)rows * frames * sizeof(float))
        {
            return null;
        }

        try
        {
            var audio = AudioDescription.Parser.ParseFrom(bytes, FixedLength, description);
            return new CachedFeature(audio, rows, frames, bytes, FixedLength + description);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
