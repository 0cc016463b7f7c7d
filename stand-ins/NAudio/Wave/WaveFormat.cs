namespace NAudio.Wave;

/// <summary>The codes of RIFF's format chunk that uncompressed audio uses.</summary>
public enum WaveFormatEncoding : ushort
{
    Unknown = 0x0000,
    Pcm = 0x0001,
    IeeeFloat = 0x0003,
    Extensible = 0xFFFE,
}

/// <summary>How the samples of a stream are encoded.</summary>
public class WaveFormat
{
    private const int CommonLength = 16;

    private readonly int blockAlign;

    /// <summary>16-bit PCM.</summary>
    public WaveFormat(int sampleRate, int channels)
        : this(sampleRate, 16, channels)
    {
    }

    /// <summary>PCM of the given depth.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is below 1.</exception>
    public WaveFormat(int rate, int bits, int channels)
        : this(WaveFormatEncoding.Pcm, rate, bits, AtLeastOne(channels))
    {
    }

    private WaveFormat(WaveFormatEncoding encoding, int rate, int bits, int channels)
    {
        Encoding = encoding;
        Channels = channels;
        SampleRate = rate;
        BitsPerSample = bits;
        blockAlign = channels * (bits / 8);
        AverageBytesPerSecond = rate * blockAlign;
    }

    private WaveFormat(BinaryReader reader)
    {
        Encoding = (WaveFormatEncoding)reader.ReadUInt16();
        Channels = reader.ReadInt16();
        SampleRate = reader.ReadInt32();
        AverageBytesPerSecond = reader.ReadInt32();
        blockAlign = reader.ReadInt16();
        BitsPerSample = reader.ReadInt16();
    }

    public WaveFormatEncoding Encoding { get; }

    public int Channels { get; }

    public int SampleRate { get; }

    public int AverageBytesPerSecond { get; }

    public virtual int BlockAlign => blockAlign;

    public int BitsPerSample { get; }

    /// <summary>32-bit floating point.</summary>
    public static WaveFormat CreateIeeeFloatWaveFormat(int sampleRate, int channels) =>
        new(WaveFormatEncoding.IeeeFloat, sampleRate, 32, channels);

    /// <summary>Reads the content of a format chunk, of which only the common part is kept.</summary>
    /// <exception cref="InvalidDataException">The chunk is shorter than a format is.</exception>
    public static WaveFormat FromFormatChunk(BinaryReader br, int formatChunkLength)
    {
        if (formatChunkLength < CommonLength)
        {
            throw new InvalidDataException("Invalid WaveFormat Structure");
        }

        var format = new WaveFormat(br);
        br.ReadBytes(formatChunkLength - CommonLength);
        return format;
    }

    /// <summary>Writes the format chunk's length and content.</summary>
    public virtual void Serialize(BinaryWriter writer)
    {
        writer.Write(CommonLength + sizeof(short));
        writer.Write((ushort)Encoding);
        writer.Write((short)Channels);
        writer.Write(SampleRate);
        writer.Write(AverageBytesPerSecond);
        writer.Write((short)BlockAlign);
        writer.Write((short)BitsPerSample);
        writer.Write((short)0);
    }

    public override string ToString() => Encoding switch
    {
        WaveFormatEncoding.Pcm or WaveFormatEncoding.Extensible => $"{BitsPerSample} bit PCM: {SampleRate}Hz {Channels} channels",
        WaveFormatEncoding.IeeeFloat => $"{BitsPerSample} bit IEEFloat: {SampleRate}Hz {Channels} channels",
        _ => Encoding.ToString(),
    };

    public override bool Equals(object? obj) =>
        obj is WaveFormat other
        && (Encoding, Channels, SampleRate, AverageBytesPerSecond, BlockAlign, BitsPerSample)
            == (other.Encoding, other.Channels, other.SampleRate, other.AverageBytesPerSecond, other.BlockAlign, other.BitsPerSample);

    public override int GetHashCode() =>
        HashCode.Combine(Encoding, Channels, SampleRate, AverageBytesPerSecond, BlockAlign, BitsPerSample);

    private static int AtLeastOne(int channels) =>
        channels >= 1 ? channels : throw new ArgumentOutOfRangeException(nameof(channels), "Channels must be 1 or greater");
}
