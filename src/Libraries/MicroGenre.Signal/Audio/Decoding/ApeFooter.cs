using System.Buffers.Binary;

namespace MicroGenre.Signal.Decoding;

/// <summary>The footer of an APE tag, or its header, which has the same fields (wiki.hydrogenaudio.org, APEv2 specification).</summary>
internal static class ApeFooter
{
    /// <summary>The footer's length in bytes.</summary>
    public const int Length = 32;

    private const uint HeaderFlag = 0x8000_0000;

    /// <summary>The first bytes of a footer.</summary>
    public static ReadOnlySpan<byte> Mark => "APETAGEX"u8;

    /// <summary>Whether the tag also has a header.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> footer) => (BinaryPrimitives.ReadUInt32LittleEndian(footer[20..]) & HeaderFlag) != 0;

    /// <summary>The length of the tag's items and footer in bytes.</summary>
    public static uint Size(ReadOnlySpan<byte> footer) => BinaryPrimitives.ReadUInt32LittleEndian(footer[12..]);

    /// <summary>The length of the whole tag in bytes.</summary>
    public static long LengthOfTag(ReadOnlySpan<byte> footer) => Size(footer) + (HasHeader(footer) ? Length : 0);
}
