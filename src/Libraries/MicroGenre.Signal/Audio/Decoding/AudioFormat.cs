namespace MicroGenre.Signal.Decoding;

/// <summary>A file format decoded by libsndfile, libmpg123, ffmpeg or a managed decoder.</summary>
/// <param name="Name">The name to show to users.</param>
/// <param name="Demuxer">ffmpeg's name of the demuxer. Only this demuxer is tried, so that no file can make ffmpeg follow references to
/// other files.</param>
/// <param name="BySndFile">Whether libsndfile reads it.</param>
internal sealed record AudioFormat(string Name, string Demuxer, bool BySndFile)
{
    /// <summary>Number of bytes that <see cref="Tell"/> looks at.</summary>
    public const int SniffBytes = 512;

    private const int TransportPacketBytes = 188;

    public static AudioFormat WavCompressed { get; } = new("WAV with compressed samples", "wav", BySndFile: true);

    public static AudioFormat AiffCompressed { get; } = new("AIFF with compressed samples", "aiff", BySndFile: true);

    public static AudioFormat AuCompressed { get; } = new("AU with compressed samples", "au", BySndFile: true);

    public static AudioFormat Flac { get; } = new("FLAC", "flac", BySndFile: true);

    public static AudioFormat Mp3 { get; } = new("MP3", "mp3", BySndFile: false);

    public static AudioFormat OggVorbis { get; } = new("Ogg Vorbis", "ogg", BySndFile: true);

    public static AudioFormat Opus { get; } = new("Opus", "ogg", BySndFile: true);

    public static AudioFormat Ogg { get; } = new("Ogg", "ogg", BySndFile: true);

    /// <summary>Detects a format with an unambiguous signature. MP3 has no such signature.</summary>
    public static AudioFormat? Tell(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith("fLaC"u8) => Flac,
        _ when start.StartsWith("OggS"u8) => start.IndexOf("OpusHead"u8) >= 0 ? Opus : start.IndexOf("\x01vorbis"u8) >= 0 ? OggVorbis : Ogg,
        _ when start.StartsWith("caff"u8) => new("CAF", "caf", BySndFile: true),
        _ when start.StartsWith("riff"u8) => new("Wave64", "w64", BySndFile: true),
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => new("MP4/M4A", "mov", BySndFile: false),
        [_, _, _, _, (byte)'m', (byte)'o', (byte)'o', (byte)'v', ..] => new("QuickTime", "mov", BySndFile: false),
        [0x30, 0x26, 0xB2, 0x75, ..] => new("WMA/ASF", "asf", BySndFile: false),
        [0x1A, 0x45, 0xDF, 0xA3, ..] => new("Matroska/WebM", "matroska", BySndFile: false),
        _ when start.StartsWith("RIFF"u8) && start.Length >= 12 && start[8..].StartsWith("AVI "u8) => new("AVI", "avi", BySndFile: false),
        _ when start.StartsWith("FLV"u8) => new("Flash video", "flv", BySndFile: false),
        [0x00, 0x00, 0x01, 0xBA, ..] => new("MPEG program stream", "mpeg", BySndFile: false),
        _ when start.StartsWith("wvpk"u8) => new("WavPack", "wv", BySndFile: false),
        _ when start.StartsWith("MAC "u8) => new("Monkey's Audio", "ape", BySndFile: false),
        _ when start.StartsWith("TTA1"u8) => new("True Audio", "tta", BySndFile: false),
        _ when start.StartsWith("MPCK"u8) => new("Musepack", "mpc8", BySndFile: false),
        _ when start.StartsWith("#!AMR"u8) => new("AMR", "amr", BySndFile: false),
        _ when start.StartsWith("DSD "u8) => new("DSF", "dsf", BySndFile: false),
        [0x47, ..] when start.Length > TransportPacketBytes && start[TransportPacketBytes] == 0x47 =>
            new("MPEG transport stream", "mpegts", BySndFile: false),
        _ => null,
    };

    /// <summary>Guesses a format from a few bits, when everything else has failed.</summary>
    public static AudioFormat? Guess(ReadOnlySpan<byte> start) => start switch
    {
        [0x0B, 0x77, ..] => new("AC-3", "ac3", BySndFile: false),
        // An MPEG audio frame starts with eleven set bits; layer 0 means AAC.
        [0xFF, var second, ..] when (second & 0xF6) == 0xF0 => new("AAC", "aac", BySndFile: false),
        _ => null,
    };
}
