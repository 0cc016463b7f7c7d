using System.Buffers.Binary;

namespace MicroGenre.Signal.Decoding;

/// <summary>
/// The information frame with which many MP3 files start and which describes the others: <c>Xing</c>, <c>Info</c> or <c>VBRI</c>, with
/// LAME's additions (gabriel.mp3-tech.org/mp3infotag.html).
/// </summary>
/// <param name="Frames">Number of frames that follow; <see langword="null"/> if it is not stated.</param>
/// <param name="Delay">Number of samples that the encoder added before the audio.</param>
/// <param name="Padding">Number of samples that it added behind the audio.</param>
internal sealed record MpegInfo(long? Frames, int Delay, int Padding)
{
    private const int LameDelayOffset = 21;
    private const int VbriOffset = 36;

    /// <summary>Reads the information in a frame; <see langword="null"/> if the frame is audio.</summary>
    public static MpegInfo? Read(MpegFrameHeader header, ReadOnlySpan<byte> frame)
    {
        var at = header.MainDataOffset;
        if (header.Layer != 3 || frame.Length < at + 8)
        {
            return null;
        }

        var xing = frame[at..];
        if (xing.StartsWith("Xing"u8) || xing.StartsWith("Info"u8))
        {
            return ReadXing(xing);
        }

        return frame.Length >= VbriOffset + 18 && frame[VbriOffset..].StartsWith("VBRI"u8)
            ? new MpegInfo(BinaryPrimitives.ReadUInt32BigEndian(frame[(VbriOffset + 14)..]), 0, 0)
            : null;
    }

    private static MpegInfo ReadXing(ReadOnlySpan<byte> xing)
    {
        var flags = xing[7];
        var hasFrames = (flags & 1) != 0 && xing.Length >= 12;
        long? frames = hasFrames ? BinaryPrimitives.ReadUInt32BigEndian(xing[8..]) : null;
        var lame = 8 + ((flags & 1) * 4) + ((flags & 2) * 2) + ((flags & 4) * 25) + ((flags & 8) / 2);
        if (xing.Length < lame + LameDelayOffset + 3 || xing[lame] == 0)
        {
            return new MpegInfo(frames, 0, 0);
        }

        var delays = xing.Slice(lame + LameDelayOffset, 3);
        return new MpegInfo(frames, (delays[0] << 4) | (delays[1] >> 4), ((delays[1] & 0xF) << 8) | delays[2]);
    }
}
