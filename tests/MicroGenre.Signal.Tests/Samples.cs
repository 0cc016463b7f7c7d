using MicroGenre.Signal.Decoding;

namespace MicroGenre.Signal.Tests;

/// <summary>Small encoded files, and what decoders make of them.</summary>
internal static class Samples
{
    /// <summary>1 s at 64 kbit/s, 41 frames, without a frame of information.</summary>
    public static byte[] ToneMp3 { get; } = Read("tone.mp3");

    /// <summary>2 s by LAME, with a frame of information that tells the encoder's delay and padding.</summary>
    public static byte[] InfoMp3 { get; } = Read("info.mp3");

    /// <summary>1 s of Ogg Vorbis.</summary>
    public static byte[] ToneOgg { get; } = Read("tone.ogg");

    /// <summary>2 s of FLAC in frames of 1152 samples.</summary>
    public static byte[] ChirpFlac { get; } = Read("chirp.flac");

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Audio", name);

    /// <summary>Decodes at the file's own rate.</summary>
    public static AudioClip Decode(byte[] file, ExternalDecoders decoders)
    {
        var frames = AudioDecoder.Open(new MemoryStream(file), decoders);
        using var reader = new AudioReader(frames, frames.Info.SampleRate);
        var samples = new List<float>();
        var block = new float[4096];
        for (var count = reader.Read(block); count > 0; count = reader.Read(block))
        {
            samples.AddRange(block.AsSpan(0, count));
        }

        return new AudioClip([.. samples], reader.SampleRate, reader.Source, reader.Sound, reader.Damage);
    }
}
