namespace MicroGenre.Signal.Decoding;

/// <summary>Reads headers of Apple's AIFF and AIFF-C. Chunks may come in any order; sizes in the headers are only hints.</summary>
internal static class AiffHeader
{
    private const int ExtendedBias = 16383;

    private static readonly FourCharacterCode Form = new("FORM"u8);
    private static readonly FourCharacterCode Aiff = new("AIFF"u8);
    private static readonly FourCharacterCode Aifc = new("AIFC"u8);
    private static readonly FourCharacterCode CommonChunk = new("COMM"u8);
    private static readonly FourCharacterCode SoundChunk = new("SSND"u8);

    public static bool Matches(ReadOnlySpan<byte> start) =>
        start.Length >= 12
        && new FourCharacterCode(start) == Form
        && new FourCharacterCode(start[8..]) is var kind
        && (kind == Aiff || kind == Aifc);

    /// <summary>Reads the sample layout; <see langword="null"/> if the samples are compressed.</summary>
    public static PcmLayout? Read(ByteSource bytes)
    {
        bytes.BigEndian = true;
        bytes.Position = 8;
        var compressible = bytes.ReadCode("FORM header") == Aifc;

        CommonInfo? common = null;
        (long Offset, long Claimed)? sound = null;
        while (bytes.Remaining >= 8 && (common is null || sound is null))
        {
            var chunk = bytes.ReadCode("chunk header");
            var size = bytes.ReadUInt32("chunk header");
            var body = bytes.Position;
            if (chunk == CommonChunk)
            {
                common = ReadCommon(bytes, size, compressible);
            }
            else if (chunk == SoundChunk)
            {
                var offset = bytes.ReadUInt32("'SSND' chunk");
                bytes.ReadUInt32("'SSND' chunk");
                var start = Math.Min(bytes.Position + offset, bytes.Length);
                sound = (start, UnfinishedSize.Is(size) ? size : Math.Max(0, body + size - start));
            }

            bytes.Position = Math.Min(body + size + (size & 1), bytes.Length);
        }

        if (common is null || sound is null)
        {
            throw new AudioFormatException($"There is no '{(common is null ? CommonChunk : SoundChunk)}' chunk", bytes.Length);
        }

        if (common.Samples is null)
        {
            return null;
        }

        // The two chunks state the length in two ways; in a file that was never finished, neither does.
        var inFrames = common.Frames * (long)common.Channels * common.Samples.Bytes;
        var claimed = UnfinishedSize.Is(common.Frames) ? sound.Value.Claimed : UnfinishedSize.Is(sound.Value.Claimed) ? inFrames
            : Math.Min(sound.Value.Claimed, inFrames);
        return PcmLayout.Of(compressible ? "aifc" : "aiff", common.Samples, common.Channels, common.SampleRate, bytes, sound.Value.Offset,
            claimed);
    }

    private static CommonInfo ReadCommon(ByteSource bytes, uint size, bool compressible)
    {
        var offset = bytes.Position;
        var needed = compressible ? 22u : 18u;
        if (size < needed)
        {
            throw new AudioFormatException($"The 'COMM' chunk has {size} bytes, fewer than {needed}", offset);
        }

        int channels = bytes.ReadUInt16("'COMM' chunk");
        var frames = bytes.ReadUInt32("'COMM' chunk");
        int bits = bytes.ReadUInt16("'COMM' chunk");
        var sampleRate = ReadExtended(bytes);
        var compression = compressible ? bytes.ReadCode("'COMM' chunk").ToString() : "NONE";
        PcmLayout.Check(channels, (long)Math.Clamp(Math.Round(sampleRate), 0, long.MaxValue), offset);
        return new CommonInfo(ReadFormat(compression, bits, offset), channels, (int)Math.Round(sampleRate), frames);
    }

    private static SampleFormat? ReadFormat(string compression, int bits, long offset)
    {
        // Samples lie left-justified in whole bytes.
        var wholeBits = (bits + 7) / 8 * 8;
        var isInteger = compression is "NONE" or "twos" or "sowt" or "raw ";
        if (isInteger && wholeBits is not (8 or 16 or 24 or 32))
        {
            throw new AudioFormatException($"The 'COMM' chunk claims {bits} bits per sample", offset);
        }

        return compression switch
        {
            "NONE" or "twos" => new SampleFormat(SampleEncoding.Signed, wholeBits, BigEndian: true),
            "sowt" => new SampleFormat(SampleEncoding.Signed, wholeBits, BigEndian: false),
            "raw " when wholeBits == 8 => new SampleFormat(SampleEncoding.Unsigned, 8, BigEndian: true),
            "in24" => new SampleFormat(SampleEncoding.Signed, 24, BigEndian: true),
            "in32" => new SampleFormat(SampleEncoding.Signed, 32, BigEndian: true),
            "42ni" => new SampleFormat(SampleEncoding.Signed, 24, BigEndian: false),
            "23ni" => new SampleFormat(SampleEncoding.Signed, 32, BigEndian: false),
            "fl32" or "FL32" => new SampleFormat(SampleEncoding.Float, 32, BigEndian: true),
            "fl64" or "FL64" => new SampleFormat(SampleEncoding.Float, 64, BigEndian: true),
            "ulaw" or "ULAW" => new SampleFormat(SampleEncoding.MuLaw, 8, BigEndian: true),
            "alaw" or "ALAW" => new SampleFormat(SampleEncoding.ALaw, 8, BigEndian: true),
            _ => null,
        };
    }

    /// <summary>An 80-bit extended float: sign and 15 bits of exponent, then 64 bits of mantissa with its leading one.</summary>
    private static double ReadExtended(ByteSource bytes)
    {
        var exponent = bytes.ReadUInt16("'COMM' chunk");
        var mantissa = bytes.ReadUInt64("'COMM' chunk");
        return (exponent & 0x8000) != 0 ? -1 : Math.ScaleB(mantissa, exponent - ExtendedBias - 63);
    }

    private sealed record CommonInfo(SampleFormat? Samples, int Channels, int SampleRate, uint Frames);
}
