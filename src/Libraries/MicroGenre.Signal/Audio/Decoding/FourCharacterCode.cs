using System.Buffers.Binary;

namespace MicroGenre.Signal.Decoding;

/// <summary>The four letters that name a chunk of a RIFF or IFF file.</summary>
internal readonly record struct FourCharacterCode(uint Value)
{
    public FourCharacterCode(ReadOnlySpan<byte> letters)
        : this(BinaryPrimitives.ReadUInt32BigEndian(letters))
    {
    }

    /// <summary>Whether all four are printable ASCII, as chunks' names are.</summary>
    public bool IsPrintable
    {
        get
        {
            for (var shift = 0; shift < 32; shift += 8)
            {
                if (((Value >> shift) & 0xFF) is < ' ' or > '~')
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The letters; a byte that is not printable ASCII shows as a dot.</summary>
    public override string ToString() => string.Create(4, Value, (letters, value) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            var letter = (char)((value >> (24 - (8 * i))) & 0xFF);
            letters[i] = letter is >= ' ' and <= '~' ? letter : '.';
        }
    });
}
