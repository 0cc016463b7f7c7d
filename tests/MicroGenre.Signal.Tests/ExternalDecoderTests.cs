using MicroGenre.Signal.Decoding;
using MicroGenre.Testing;

namespace MicroGenre.Signal.Tests;

/// <summary>Formats that libsndfile and ffmpeg decode, made by ffmpeg.</summary>
public sealed class ExternalDecoderTests
{
    private const int Rate = 44100;
    private const int Frequency = 1000;

    [FfmpegTheory]
    [InlineData("tone.flac", "flac", true)]
    [InlineData("tone.ogg", "libvorbis", true)]
    [InlineData("tone.opus", "libopus", true)]
    [InlineData("tone.mp3", "libmp3lame", true)]
    [InlineData("adpcm.wav", "adpcm_ima_wav", true)]
    [InlineData("tone.m4a", "aac", false)]
    [InlineData("tone.wma", "wmav2", false)]
    [InlineData("tone.mkv", "aac", false)]
    [InlineData("tone.ts", "aac", false)]
    public void A_tone_stays_the_tone(string name, string encoder, bool bySndFile)
    {
        using var folder = new TemporaryFolder();
        Encode(folder[name], encoder);
        var decoders = bySndFile && SndFileLibrary.TryLoad() is not null
            ? ExternalDecoders.Installed with { FfmpegCommand = null }
            : ExternalDecoders.Installed with { SndFile = null };
        foreach (var stream in new Stream[] { File.OpenRead(folder[name]), new MemoryStream(File.ReadAllBytes(folder[name])) })
        {
            using var reader = new AudioReader(AudioDecoder.Open(stream, decoders), AudioFile.DefaultSampleRate);
            var samples = new float[3 * AudioFile.DefaultSampleRate];
            var count = reader.Read(samples);

            Assert.InRange(count, 1.9 * AudioFile.DefaultSampleRate, 2.2 * AudioFile.DefaultSampleRate);
            Assert.InRange(reader.Source.Duration.TotalSeconds, 1.9, 2.2);
            Assert.Equal(2, reader.Source.Channels);
            AssertTone(samples.AsSpan(8000, 16384));
        }
    }

    [FfmpegTheory]
    [InlineData("tone.flac", "flac", "FLAC", "libsndfile")]
    [InlineData("tone.m4a", "aac", "MP4/M4A", "ffmpeg")]
    [InlineData("adpcm.wav", "adpcm_ima_wav", "WAV with compressed samples", "ffmpeg")]
    public void Without_a_decoder_the_error_names_the_format_and_what_to_install(string name, string encoder, string format, string install)
    {
        using var folder = new TemporaryFolder();
        Encode(folder[name], encoder);
        foreach (var decoders in new[] { ExternalDecoders.None, new ExternalDecoders(null, null, folder["no-such-ffmpeg"]) })
        {
            var error = Assert.Throws<AudioFormatException>(() => AudioDecoder.Open(File.OpenRead(folder[name]), decoders));
            Assert.Contains(format, error.Message, StringComparison.Ordinal);
            Assert.Contains(install, error.Message, StringComparison.Ordinal);
        }
    }

    [FfmpegTheory]
    [InlineData("video_only.mp4", "It holds no audio.")]
    [InlineData("interrupted.m4a", "It is cut off: the index (moov) is missing.")]
    public void What_ffmpeg_cannot_read_is_explained_in_one_line_without_its_words(string name, string message)
    {
        foreach (var stream in new Stream[] { File.OpenRead(Samples.PathOf(name)), new MemoryStream(Samples.Read(name)) })
        {
            Assert.Equal(message, Assert.Throws<AudioFormatException>(() => AudioDecoder.Open(stream, ExternalDecoders.Installed)).Message);
        }
    }

    [FfmpegTheory]
    [InlineData("tone.wv", "wavpack", 0.5)]
    [InlineData("tone.mka", "aac", 0.5)]
    public void A_file_that_ffmpeg_reads_to_an_early_end_says_how_much_is_missing(string name, string encoder, double share)
    {
        using var folder = new TemporaryFolder();
        Encode(folder[name], encoder);
        var intact = File.ReadAllBytes(folder[name]);
        var clip = AudioFile.Read(intact.AsMemory(0, (int)(share * intact.Length)));
        Assert.InRange(clip.Damage!.SecondsLost, 0.5, 1.5);
        Assert.Null(AudioFile.Read(intact).Damage);
    }

    [FfmpegTheory]
    [InlineData("tone.flac", "flac")]
    [InlineData("tone.ogg", "libvorbis")]
    [InlineData("tone.mp3", "libmp3lame")]
    [InlineData("tone.m4a", "aac")]
    public void Damage_ends_in_samples_or_in_one_error(string name, string encoder)
    {
        using var folder = new TemporaryFolder();
        Encode(folder[name], encoder);
        var intact = File.ReadAllBytes(folder[name]);
        var random = new Random(7);
        for (var i = 0; i < (name.EndsWith("m4a", StringComparison.Ordinal) ? 5 : 60); i++)
        {
            var file = i % 3 == 0 ? intact[..random.Next(1, intact.Length)] : (byte[])intact.Clone();
            for (var change = 0; change < 40; change++)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            try
            {
                Assert.NotEmpty(AudioFile.Read(file).Samples);
            }
            catch (AudioFormatException error)
            {
                Assert.False(string.IsNullOrWhiteSpace(error.Message));
            }
        }
    }

    /// <summary>Nine tenths of the energy and more lie at the tone's frequency.</summary>
    private static void AssertTone(ReadOnlySpan<float> samples)
    {
        var (real, imaginary, energy) = (0.0, 0.0, 0.0);
        for (var n = 0; n < samples.Length; n++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * Frequency * n / AudioFile.DefaultSampleRate);
            real += samples[n] * cos;
            imaginary += samples[n] * sin;
            energy += (double)samples[n] * samples[n];
        }

        Assert.InRange(((real * real) + (imaginary * imaginary)) * 2 / samples.Length / energy, 0.9, 1.01);
    }

    private static void Encode(string path, string encoder)
    {
        Ffmpeg.Run(
            "-f", "lavfi", "-i", $"sine=frequency={Frequency}:sample_rate={(encoder == "libopus" ? 48000 : Rate)}:duration=2",
            "-ac", "2", "-c:a", encoder, path);
    }
}
