namespace MicroGenre.Signal.Decoding;

/// <summary>The header of an ID3v2 tag (id3.org, versions 2.2, 2.3 and 2.4), or its footer, which has the same fields.</summary>
internal static class Id3v2Header
{
    /// <summary>The header's length in bytes.</summary>
    public const int Length = 10;

    /// <summary>The flag of version 2.4 for a footer.</summary>
    private const int Footer = 0x10;

    /// <summary>The length of the tag in bytes, with header, padding and footer; 0 if the header is truncated or malformed.</summary>
    public static int LengthOfTag(ReadOnlySpan<byte> header)
    {
        if (header.Length < Length || header[3] == 0xFF || header[4] == 0xFF
            || ((header[6] | header[7] | header[8] | header[9]) & 0x80) != 0)
        {
            return 0;
        }

        var hasFooter = header[3] == 4 && (header[5] & Footer) != 0;
        return Length + Synchsafe(header[6..]) + (hasFooter ? Length : 0);
    }

    /// <summary>Reads a 28-bit number from four bytes whose highest bits are 0.</summary>
    public static int Synchsafe(ReadOnlySpan<byte> bytes) => (bytes[0] << 21) | (bytes[1] << 14) | (bytes[2] << 7) | bytes[3];
}
