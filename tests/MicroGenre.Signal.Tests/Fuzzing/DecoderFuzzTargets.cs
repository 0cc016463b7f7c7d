using System.Buffers.Binary;
using MicroGenre.Signal.Decoding;
using MicroGenre.Testing.Fuzzing;

namespace MicroGenre.Signal.Tests.Fuzzing;

/// <summary>
/// All that decodes audio in managed code: uncompressed formats, MP3 and Ogg Vorbis, and the scanners that precede libraries.
/// </summary>
internal static class DecoderFuzzTargets
{
    private const int Mp3Bytes = 1045;
    private const int InfoMp3Bytes = 627;
    private const int FlacBytes = 6000;

    public static IReadOnlyList<IFuzzTarget> All { get; } = Create();

    private static IFuzzTarget[] Create()
    {
        var noise = new byte[96];
        new Random(1).NextBytes(noise);
        byte[] tag = [.. "TAG"u8, .. new byte[125]];
        byte[] id3 = [.. "ID3"u8, 3, 0, 0, 0, 0, 0, 20, .. new byte[20]];
        var (mp3, info, ogg, flac) =
            (Samples.ToneMp3[..Mp3Bytes], Samples.InfoMp3[..InfoMp3Bytes], Samples.ToneOgg, Samples.ChirpFlac[..FlacBytes]);
        return
        [
            new DecodeTarget(
                "WAV",
                AudioFiles.Wav(1, 2, 44100, 16, noise),
                AudioFiles.Wav(1, 1, 8000, 8, noise),
                AudioFiles.Wav(1, 1, 22050, 24, noise),
                AudioFiles.Wav(3, 1, 22050, 32, noise),
                AudioFiles.Wav(3, 2, 48000, 64, noise),
                AudioFiles.Wav(6, 1, 8000, 8, noise),
                AudioFiles.Wav("RIFF", null, AudioFiles.Chunk("LIST", noise[..7]),
                    AudioFiles.Chunk("fmt ", AudioFiles.WavExtensible(1, 2, 22050, 20, 24)), AudioFiles.Chunk("data", noise)),
                AudioFiles.Wav("RF64", uint.MaxValue, AudioFiles.Chunk("ds64", [.. AudioFiles.Doubles([0, 1e-322]), .. noise[..12]]),
                    AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, 22050, 16)), AudioFiles.Chunk("data", noise, size: uint.MaxValue)),
                AudioFiles.Wav(
                    "RIFX", null, AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, 22050, 16, bigEndian: true), bigEndian: true),
                        AudioFiles.Chunk("data", noise, bigEndian: true)),
                AudioFiles.Wav(
                    "RIFF", 0, AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, 22050, 16)), AudioFiles.Chunk("data", noise, size: 0))),
            new DecodeTarget(
                "AU",
                AudioFiles.Au(1, 1, 8000, noise),
                AudioFiles.Au(3, 2, 22050, noise),
                AudioFiles.Au(4, 1, 22050, noise, bigEndian: false),
                AudioFiles.Au(7, 1, 22050, noise, size: uint.MaxValue)),
            new DecodeTarget(
                "AIFF",
                AudioFiles.Aiff(null, 2, 44100, 16, noise),
                AudioFiles.Aiff(null, 1, 22050, 24, noise, soundFirst: true, offset: 3),
                AudioFiles.Aiff("sowt", 1, 22050, 16, noise),
                AudioFiles.Aiff("fl64", 1, 22050, 64, noise),
                AudioFiles.Aiff("ulaw", 1, 8000, 8, noise)),
            new DecodeTarget("MP3", mp3, info, [.. id3, .. mp3], [.. mp3, .. tag], [.. noise, .. mp3], [.. mp3, .. noise, .. mp3]),
            new DecodeTarget("Ogg Vorbis", ogg, [.. noise, .. ogg], [.. ogg, .. tag]),
            new DecodeTarget("Ogg Vorbis, checksums right", ogg) { Repair = RepairChecksums },
            new ScanTarget("MP3 frames", bytes => MpegFrames.Find(bytes) is not null, mp3, info,
                [.. mp3, .. "LYRICSBEGIN"u8, .. noise, .. "LYRICSEND"u8, .. tag]),
            new ScanTarget("Ogg pages", bytes => OggPages.Find(bytes).Parts.Count > 0, ogg),
            new ScanTarget("FLAC frames", bytes => FlacFrames.Find(bytes) is not null, flac),
        ];
    }

    /// <summary>Gives every page the checksum of its bytes, so that what is damaged in it reaches the decoder.</summary>
    private static void RepairChecksums(byte[] file)
    {
        var bytes = new ByteWindow(new MemoryStream(file));
        for (var at = 0; at < file.Length;)
        {
            var length = OggPages.PageLength(bytes, at);
            if (length > 0 && length <= file.Length - at)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at + OggPages.ChecksumOffset), OggPages.ChecksumOf(bytes, at, length));
            }

            at += Math.Max(1, length);
        }
    }

    /// <summary>Decodes with the managed decoders alone. The error for bad audio must name a place in it, or none.</summary>
    private sealed class DecodeTarget(string name, params byte[][] seeds) : IFuzzTarget
    {
        public string Name => name;

        public byte[] CreateSound(Random random) => seeds[random.Next(seeds.Length)];

        /// <summary>What is put right in an input, so that its damage is not noticed too early.</summary>
        public Action<byte[]>? Repair { get; init; }

        public bool Run(byte[] input)
        {
            Repair?.Invoke(input);
            try
            {
                using var source = AudioDecoder.Open(new MemoryStream(input), ExternalDecoders.None);
                Decode(source, input.Length);
                return true;
            }
            catch (AudioFormatException error)
            {
                return error.ByteOffset is null || (error.ByteOffset >= 0 && error.ByteOffset <= input.Length)
                    ? false
                    : throw new InvalidOperationException($"The error is at byte {error.ByteOffset} of {input.Length}.", error);
            }
        }

        private static void Decode(IFrameSource source, long bytes)
        {
            const int mostFramesPerByte = 64;
            var samples = new float[source.Info.Channels * 256];
            var frames = 0L;
            for (var got = source.Read(samples); got > 0; got = source.Read(samples))
            {
                frames += got;
                if (frames > bytes * mostFramesPerByte || frames > source.FrameCount)
                {
                    throw new InvalidOperationException($"{frames} frames came of {bytes} bytes, {source.FrameCount} were expected.");
                }
            }

            if (source.Damage is { } damage
                && (damage.SkippedBytes < 0 || damage.SkippedBytes > bytes || !double.IsFinite(damage.SecondsLost)))
            {
                throw new InvalidOperationException($"The damage cannot be: {damage}.");
            }
        }
    }

    /// <summary>Looks for the parts of a format.</summary>
    private sealed class ScanTarget(string name, Func<ByteWindow, bool> scan, params byte[][] seeds) : IFuzzTarget
    {
        public string Name => name;

        public byte[] CreateSound(Random random) => seeds[random.Next(seeds.Length)];

        public bool Run(byte[] input) => scan(new ByteWindow(new MemoryStream(input)));
    }
}
