using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace StandIns.NAudio.Tests;

public class SampleProviderTests
{
    [Theory]
    [InlineData(SignalGeneratorType.Sin, new[] { 0f, 0.5f, 0f, -0.5f })]
    [InlineData(SignalGeneratorType.Square, new[] { -0.5f, -0.5f, 0.5f, 0.5f })]
    [InlineData(SignalGeneratorType.SawTooth, new[] { -0.5f, -0.25f, 0f, 0.25f })]
    [InlineData(SignalGeneratorType.Triangle, new[] { 0f, 0.5f, 0f, -0.5f })]
    public void A_signal_of_a_quarter_of_the_sample_rate_has_four_samples_per_period(SignalGeneratorType type, float[] period)
    {
        var generator = new SignalGenerator(8000, 1) { Type = type, Frequency = 2000, Gain = 0.5 };
        var samples = new float[8];

        Assert.Equal(8, generator.Read(samples, 0, 8));
        Assert.All(period.Concat(period).Zip(samples), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void White_noise_stays_within_its_gain_and_varies()
    {
        var samples = new float[1000];
        new SignalGenerator(8000, 1) { Type = SignalGeneratorType.White, Gain = 0.1 }.Read(samples, 0, samples.Length);

        Assert.All(samples, sample => Assert.InRange(sample, -0.1f, 0.1f));
        Assert.InRange(samples.Distinct().Count(), 900, 1000);
    }

    [Fact]
    public void Every_channel_carries_the_same_signal()
    {
        var samples = new float[20];
        new SignalGenerator(8000, 2).Read(samples, 0, samples.Length);

        Assert.All(samples.Chunk(2), frame => Assert.Equal(frame[0], frame[1]));
        Assert.NotEqual(0f, samples[2]);
    }

    [Fact]
    public void Take_ends_a_source_after_whole_frames()
    {
        var taken = new SignalGenerator(1000, 2).Take(TimeSpan.FromMilliseconds(50));

        Assert.Equal(100, taken.ReadAll().Length);
        Assert.Equal(0, taken.Read(new float[10], 0, 10));
    }

    [Fact]
    public void Sources_follow_one_another()
    {
        var first = new SignalGenerator(1000, 1) { Type = SignalGeneratorType.Square, Gain = 1 }.Take(TimeSpan.FromMilliseconds(10));
        var second = new SignalGenerator(1000, 1) { Type = SignalGeneratorType.Square, Gain = 2 }.Take(TimeSpan.FromMilliseconds(20));

        var samples = first.FollowedBy(second).ReadAll();

        Assert.Equal(30, samples.Length);
        Assert.All(samples[..10], sample => Assert.Equal(1f, Math.Abs(sample)));
        Assert.All(samples[10..], sample => Assert.Equal(2f, Math.Abs(sample)));
    }

    [Fact]
    public void Only_sources_of_one_format_can_follow_one_another()
    {
        var source = new SignalGenerator(1000, 1);

        Assert.Throws<ArgumentException>(() => new ConcatenatingSampleProvider([]));
        Assert.Throws<ArgumentException>(() => source.FollowedBy(new SignalGenerator(1000, 2)));
        Assert.Throws<ArgumentException>(() => source.FollowedBy(new SignalGenerator(2000, 1)));
    }
}
