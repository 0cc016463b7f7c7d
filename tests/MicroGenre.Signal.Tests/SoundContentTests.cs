using MicroGenre.Testing;

namespace MicroGenre.Signal.Tests;

public class SoundContentTests
{
    public static TheoryData<string> TooLittle => [.. OddSounds.TooLittle];

    public static TheoryData<string> Enough => [.. OddSounds.NoMusic];

    [Theory]
    [MemberData(nameof(TooLittle))]
    public void There_is_too_little_to_judge_in(string sound) => Assert.NotNull(Read(OddSounds.Of(sound)).Sound.TooLittle);

    [Theory]
    [MemberData(nameof(Enough))]
    public void There_is_enough_to_judge_in(string sound) => Assert.Null(Read(OddSounds.Of(sound)).Sound.TooLittle);

    [Fact]
    public void One_sample_and_20_ms_are_too_little_and_the_reason_says_how_little()
    {
        Assert.NotNull(Read([0.5f]).Sound.TooLittle);
        Assert.Equal("The audio lasts 0.02 s; at least 0.5 s of sound is needed.", Read(OddSounds.Of("white noise", 0.02)).Sound.TooLittle);
        Assert.Equal("Only 0.11 s in 3 s of audio is louder than -60 dBFS; at least 0.5 s is needed.",
            Read([.. OddSounds.Of("white noise", 0.1), .. new float[(int)(2.9 * OddSounds.SampleRate)]]).Sound.TooLittle);
        Assert.Equal("Nothing in 20 s of audio is louder than -60 dBFS.", Read(OddSounds.Of("silence")).Sound.TooLittle);
    }

    [Fact]
    public void Sound_is_measured_to_a_frame_of_10_ms_at_any_rate()
    {
        var samples = new float[3 * 48000];
        OddSounds.Of("white noise", 3)[..48000].CopyTo(samples, 48000);

        var sound = AudioFile.Read(Wav.Of(samples, 48000), 22050).Sound;

        Assert.Equal(3, sound.Duration.TotalSeconds, 6);
        Assert.Equal(1, sound.Sounding.TotalSeconds, 0.011);
    }

    [Fact]
    public void Quiet_music_is_judged_and_so_is_a_track_hidden_behind_silence()
    {
        Assert.Null(Read([.. OddSounds.Of("sine").Select(sample => sample / 100)]).Sound.TooLittle);
        Assert.Null(Read([.. new float[300 * OddSounds.SampleRate], .. OddSounds.Of("sine", 12)]).Sound.TooLittle);
    }

    [Fact]
    public void Channels_that_cancel_each_other_are_heard_by_the_louder_one()
    {
        var left = OddSounds.Of("siren", 2);
        float[] antiphase = [.. left.SelectMany(sample => new[] { 0.98f * sample, -sample })];
        var file = Wav.Of(antiphase, OddSounds.SampleRate, channels: 2);
        var right = Wav.Of([.. left.Select(sample => -sample)]);

        var clip = AudioFile.Read(file);

        Assert.Null(clip.Sound.TooLittle);
        Assert.Equal(AudioFile.Read(right).Samples, clip.Samples);
        Assert.Equal(
            FeatureExtractor.Extract(() => AudioFile.Open(right), [new LogMelSettings()])[0].Values,
            FeatureExtractor.Extract(() => AudioFile.Open(file), [new LogMelSettings()])[0].Values);
    }

    [Fact]
    public void Antiphase_is_heard_in_a_stream_that_cannot_seek_too()
    {
        float[] antiphase = [.. OddSounds.Of("siren", 1).SelectMany(sample => new[] { sample, -sample })];
        using var stream = new System.IO.Compression.BrotliStream(
            Compressed(Wav.Of(antiphase, channels: 2)), System.IO.Compression.CompressionMode.Decompress);

        Assert.Contains(AudioFile.Read(stream).Samples, sample => Math.Abs(sample) > 0.3);
    }

    [Fact]
    public void Silence_on_all_channels_and_wide_stereo_stay_what_they_are()
    {
        Assert.All(AudioFile.Read(Wav.Of(new float[4000], channels: 2)).Samples, sample => Assert.Equal(0, sample));
        float[] wide = [.. OddSounds.Of("siren", 1).Zip(OddSounds.Of("white noise", 1), (one, other) => new[] { one, other })
            .SelectMany(pair => pair)];
        using var reader = AudioFile.Open(Wav.Of(wide, channels: 2));
        _ = reader.Read(new float[30000]);
        Assert.Null(reader.ChannelInsteadOfMean);
    }

    [SharedDataFact]
    public void Every_real_track_has_enough() => Assert.All(
        Directory.EnumerateFiles(SharedData.PathOf("data", "gtzan-audio"), "*.*", SearchOption.AllDirectories),
        file => Assert.Null(AudioFile.Read(file).Sound.TooLittle));

    private static AudioClip Read(float[] samples) => AudioFile.Read(Wav.Of(samples));

    private static MemoryStream Compressed(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(
            compressed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            brotli.Write(bytes);
        }

        compressed.Position = 0;
        return compressed;
    }
}
