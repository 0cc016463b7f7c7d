using System.Buffers.Binary;

namespace MicroGenre.Signal.Decoding;

/// <summary>The four letters that name a chunk of a RIFF or IFF file.</summary>
internal readonly record struct FourCharacterCode(uint Value)
{
    public FourCharacterCode(ReadOnlySpan<byte> letters)
        : this(BinaryPrimitives.ReadUInt32BigEndian(letters))
    {
    }

    /// <summary>Whether all four letters are printable ASCII, as in names of chunks.</summary>
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

    /// <summary>The letters; bytes that are not printable ASCII appear as dots.</summary>
    public override string ToString() => string.Create(4, Value, (letters, value) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            var letter = (char)((value >> (24 - (8 * i))) & 0xFF);
            letters[i] = letter is >= ' ' and <= '~' ? letter : '.';
        }
    });
}
