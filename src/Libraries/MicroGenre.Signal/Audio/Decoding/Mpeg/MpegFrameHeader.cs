namespace MicroGenre.Signal.Decoding;

/// <summary>The four-byte header of an MPEG audio frame (ISO/IEC 11172-3 2.4.1.3, ISO/IEC 13818-3, and the unofficial MPEG 2.5).</summary>
/// <param name="Version">1, 2, or 25 for MPEG 2.5.</param>
/// <param name="Layer">1 to 3.</param>
/// <param name="SampleRate">In Hz.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="BitRate">In bits per second; 0 means free format, whose frames do not state their size.</param>
/// <param name="Padding">Whether the frame has an additional slot.</param>
/// <param name="HasChecksum">Whether two bytes of CRC follow.</param>
internal readonly record struct MpegFrameHeader(
    int Version, int Layer, int SampleRate, int Channels, int BitRate, bool Padding, bool HasChecksum)
{
    public const int Bytes = 4;

    private const int Mono = 3;
    private const int InvalidBitRate = 15;
    private static readonly int[] SampleRates = [44100, 48000, 32000];
    private static readonly int[] Layer1 = [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
    private static readonly int[] Layer2 = [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
    private static readonly int[] Layer3 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] HalfRateLayer1 = [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
    private static readonly int[] HalfRate = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    public int SamplesPerFrame => Layer switch
    {
        1 => 384,
        3 when Version != 1 => 576,
        _ => 1152,
    };

    /// <summary>The length of the frame in bytes; 0 for free format.</summary>
    public int FrameBytes => Layer == 1
        ? 4 * ((12 * BitRate / SampleRate) + (Padding ? 1 : 0))
        : (SamplesPerFrame / 8 * BitRate / SampleRate) + (Padding ? 1 : 0);

    /// <summary>The offset of the main data in a layer 3 frame: behind the header and the side information.</summary>
    public int MainDataOffset => Bytes + (Version == 1 ? (Channels == 1 ? 17 : 32) : (Channels == 1 ? 9 : 17));

    /// <summary>Whether a frame with the other header may follow a frame with this one.</summary>
    public bool Agrees(MpegFrameHeader other) =>
        (Version, Layer, SampleRate, Channels, BitRate == 0) == (
            other.Version, other.Layer, other.SampleRate, other.Channels, other.BitRate == 0);

    public static bool TryRead(ReadOnlySpan<byte> bytes, out MpegFrameHeader header)
    {
        header = default;
        if (bytes.Length < Bytes || bytes[0] != 0xFF || (bytes[1] & 0xE0) != 0xE0)
        {
            return false;
        }

        var (version, layer) = ((bytes[1] >> 3) & 3, 4 - ((bytes[1] >> 1) & 3));
        var (bitRate, sampleRate) = (bytes[2] >> 4, (bytes[2] >> 2) & 3);
        if (version == 1 || layer == 4 || bitRate == InvalidBitRate || sampleRate == SampleRates.Length)
        {
            return false;
        }

        var (number, shift) = version switch
        {
            3 => (1, 0),
            2 => (2, 1),
            _ => (25, 2),
        };
        var bitRates = (number, layer) switch
        {
            (1, 1) => Layer1,
            (1, 2) => Layer2,
            (1, _) => Layer3,
            (_, 1) => HalfRateLayer1,
            _ => HalfRate,
        };
        header = new MpegFrameHeader(
            number, layer, SampleRates[sampleRate] >> shift, bytes[3] >> 6 == Mono ? 1 : 2, bitRate == 0 ? 0 : 1000 * bitRates[bitRate - 1],
            Padding: (bytes[2] & 2) != 0, HasChecksum: (bytes[1] & 1) == 0);
        return true;
    }
}
