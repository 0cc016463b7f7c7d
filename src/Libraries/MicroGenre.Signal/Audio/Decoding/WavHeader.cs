namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Reads headers of RIFF/WAVE and its variants: RIFX (big-endian), RF64 and BW64 (64-bit sizes, EBU Tech 3306), WAVE_FORMAT_EXTENSIBLE.
/// Sizes in the headers are only hints: the actual length of the file decides.
/// </summary>
internal static class WavHeader
{
    private const ushort FormatPcm = 1;
    private const ushort FormatFloat = 3;
    private const ushort FormatALaw = 6;
    private const ushort FormatMuLaw = 7;
    private const ushort FormatExtensible = 0xFFFE;

    private static readonly FourCharacterCode Riff = new("RIFF"u8);
    private static readonly FourCharacterCode Rifx = new("RIFX"u8);
    private static readonly FourCharacterCode Rf64 = new("RF64"u8);
    private static readonly FourCharacterCode Bw64 = new("BW64"u8);
    private static readonly FourCharacterCode Wave = new("WAVE"u8);
    private static readonly FourCharacterCode FormatChunk = new("fmt "u8);
    private static readonly FourCharacterCode DataChunk = new("data"u8);
    private static readonly FourCharacterCode SizesChunk = new("ds64"u8);

    public static bool Matches(ReadOnlySpan<byte> start) =>
        start.Length >= 12
        && new FourCharacterCode(start[8..]) == Wave
        && new FourCharacterCode(start) is var form
        && (form == Riff || form == Rifx || form == Rf64 || form == Bw64);

    /// <summary>Reads the sample layout; <see langword="null"/> if the samples are compressed.</summary>
    public static PcmLayout? Read(ByteSource bytes)
    {
        bytes.Position = 0;
        bytes.BigEndian = bytes.ReadCode("RIFF header") == Rifx;
        bytes.ReadUInt32("RIFF header");
        bytes.ReadCode("RIFF header");

        WaveFormat? format = null;
        ulong? dataSize64 = null;
        while (bytes.Remaining >= 8)
        {
            var chunkOffset = bytes.Position;
            var chunk = bytes.ReadCode("chunk header");
            var size = bytes.ReadUInt32("chunk header");
            var body = bytes.Position;
            if (chunk == DataChunk)
            {
                if (format is null)
                {
                    throw new AudioFormatException("The 'data' chunk comes before any 'fmt ' chunk", chunkOffset);
                }

                var claimed = size == UnfinishedSize.Unknown && dataSize64 is not null ? (long)Math.Min(dataSize64.Value, long.MaxValue)
                    : size;
                return format.Samples is null ? null
                    : PcmLayout.Of("wav", format.Samples, format.Channels, format.SampleRate, bytes, body, claimed);
            }

            if (chunk == FormatChunk)
            {
                format = ReadFormat(bytes, size);
            }
            else if (chunk == SizesChunk)
            {
                bytes.ReadUInt64("'ds64' chunk");
                dataSize64 = bytes.ReadUInt64("'ds64' chunk");
            }

            bytes.Position = Math.Min(body + size + (size & 1), bytes.Length);
        }

        throw new AudioFormatException(format is null ? "There is no 'fmt ' chunk" : "There is no 'data' chunk", bytes.Length);
    }

    private static WaveFormat ReadFormat(ByteSource bytes, uint size)
    {
        var offset = bytes.Position;
        if (size < 16)
        {
            throw new AudioFormatException($"The 'fmt ' chunk has {size} bytes, fewer than 16", offset);
        }

        var tag = bytes.ReadUInt16("'fmt ' chunk");
        int channels = bytes.ReadUInt16("'fmt ' chunk");
        var sampleRate = bytes.ReadUInt32("'fmt ' chunk");
        bytes.ReadUInt32("'fmt ' chunk");
        int blockAlign = bytes.ReadUInt16("'fmt ' chunk");
        int bits = bytes.ReadUInt16("'fmt ' chunk");
        if (tag == FormatExtensible && size >= 40)
        {
            // cbSize, valid bits and channel mask come before the sub-format, a GUID that starts with the format tag.
            bytes.ReadUInt64("'fmt ' chunk");
            tag = bytes.ReadUInt16("'fmt ' chunk");
        }

        PcmLayout.Check(channels, sampleRate, offset);
        var containerBits = ContainerBits(bits, blockAlign, channels);
        if (tag is FormatPcm or FormatFloat && containerBits is not (8 or 16 or 24 or 32 or 64))
        {
            throw new AudioFormatException($"The 'fmt ' chunk claims samples of {bits} bits", offset);
        }

        SampleEncoding? encoding = (tag, containerBits) switch
        {
            (FormatPcm, 8) => SampleEncoding.Unsigned,
            (FormatPcm, 16 or 24 or 32) => SampleEncoding.Signed,
            (FormatFloat, 32 or 64) => SampleEncoding.Float,
            (FormatALaw, 8) => SampleEncoding.ALaw,
            (FormatMuLaw, 8) => SampleEncoding.MuLaw,
            _ => null,
        };
        return new WaveFormat(encoding is { } known ? new SampleFormat(known, containerBits, bytes.BigEndian) : null, channels,
            (int)sampleRate);
    }

    /// <summary>
    /// The width of a sample in the file. Samples are left-justified in whole bytes: 12 bits in two, 24 in three or four. The block align
    /// decides only between those two, or if the number of bits is missing: writers get it wrong more often than the number of bits.
    /// </summary>
    private static int ContainerBits(int bits, int blockAlign, int channels)
    {
        var aligned = blockAlign % channels == 0 ? 8 * (blockAlign / channels) : 0;
        return bits == 0 || (bits is > 16 and <= 24 && aligned == 32) ? aligned : (bits + 7) / 8 * 8;
    }

    private sealed record WaveFormat(SampleFormat? Samples, int Channels, int SampleRate);
}
