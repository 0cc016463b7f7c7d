namespace MicroGenre.Signal.Decoding;

/// <summary>Reads headers of Sun/NeXT AU and of DEC's variant, in both byte orders.</summary>
internal static class AuHeader
{
    private const int HeaderBytes = 24;

    private static readonly FourCharacterCode SunBigEndian = new(".snd"u8);
    private static readonly FourCharacterCode SunLittleEndian = new("dns."u8);
    private static readonly FourCharacterCode DecBigEndian = new(".sd\0"u8);
    private static readonly FourCharacterCode DecLittleEndian = new("\0ds."u8);

    public static bool Matches(ReadOnlySpan<byte> start) =>
        start.Length >= 4
        && new FourCharacterCode(start) is var magic
        && (IsBigEndian(magic) || magic == SunLittleEndian || magic == DecLittleEndian);

    /// <summary>Reads the sample layout; <see langword="null"/> if the samples are compressed.</summary>
    public static PcmLayout? Read(ByteSource bytes)
    {
        bytes.Position = 0;
        bytes.BigEndian = IsBigEndian(bytes.ReadCode("AU header"));
        var dataOffset = bytes.ReadUInt32("AU header");
        var dataSize = bytes.ReadUInt32("AU header");
        var encoding = bytes.ReadUInt32("AU header");
        var sampleRate = bytes.ReadUInt32("AU header");
        var channels = bytes.ReadUInt32("AU header");
        if (dataOffset < HeaderBytes || dataOffset > bytes.Length)
        {
            throw new AudioFormatException($"The header claims that the samples start at byte {dataOffset} of {bytes.Length}", 4);
        }

        PcmLayout.Check((int)Math.Min(channels, int.MaxValue), sampleRate, HeaderBytes - 8);
        (SampleEncoding Kind, int Bits)? coded = encoding switch
        {
            1 => (SampleEncoding.MuLaw, 8),
            2 => (SampleEncoding.Signed, 8),
            3 => (SampleEncoding.Signed, 16),
            4 => (SampleEncoding.Signed, 24),
            5 => (SampleEncoding.Signed, 32),
            6 => (SampleEncoding.Float, 32),
            7 => (SampleEncoding.Float, 64),
            27 => (SampleEncoding.ALaw, 8),
            _ => null,
        };
        if (coded is not { } samples)
        {
            return null;
        }

        return PcmLayout.Of("au", new SampleFormat(samples.Kind, samples.Bits, bytes.BigEndian), (int)channels, (int)sampleRate, bytes,
            dataOffset, dataSize);
    }

    private static bool IsBigEndian(FourCharacterCode magic) => magic == SunBigEndian || magic == DecBigEndian;
}
