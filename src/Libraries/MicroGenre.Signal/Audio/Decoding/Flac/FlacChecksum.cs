namespace MicroGenre.Signal.Decoding;

/// <summary>
/// The cyclic redundancy checks of FLAC (RFC 9639 9.1.8 and 9.3): no inversion, most significant bit first, starting from 0.
/// </summary>
internal static class FlacChecksum
{
    private static readonly byte[] Table8 = [.. Enumerable.Range(0, 256).Select(value => (byte)Divide(value, 0x07, 8))];
    private static readonly ushort[] Table16 = [.. Enumerable.Range(0, 256).Select(value => (ushort)Divide(value << 8, 0x8005, 16))];

    public static byte Crc8(ReadOnlySpan<byte> bytes)
    {
        byte crc = 0;
        foreach (var value in bytes)
        {
            crc = Table8[crc ^ value];
        }

        return crc;
    }

    public static ushort Crc16(ReadOnlySpan<byte> bytes, ushort crc = 0)
    {
        foreach (var value in bytes)
        {
            crc = (ushort)((crc << 8) ^ Table16[(crc >> 8) ^ value]);
        }

        return crc;
    }

    private static int Divide(int value, int polynomial, int bits)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & (1 << (bits - 1))) != 0 ? (value << 1) ^ polynomial : value << 1;
        }

        return value;
    }
}
