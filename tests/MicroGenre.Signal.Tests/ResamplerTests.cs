namespace MicroGenre.Signal.Tests;

public sealed class ResamplerTests
{
    /// <summary>Common rates to the papers' rate and back, exact and interpolated phases.</summary>
    public static TheoryData<int, int> Rates => new()
    {
        { 44100, 22050 }, { 48000, 22050 }, { 8000, 22050 }, { 22050, 44100 }, { 96000, 22050 }, { 32000, 22050 }, { 22051, 22050 },
            { 22050, 22051 }, { 47999, 22050 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void Pass_band_is_flat_and_in_phase_to_nine_tenths_of_the_lower_Nyquist_frequency(int from, int to)
    {
        var edge = 0.9 * Math.Min(from, to) / 2;
        foreach (var frequency in new[] { 0.0, 0.01 * edge, 0.33 * edge, 0.77 * edge, edge })
        {
            var output = Resampler.Resample(Cosine(frequency, from, seconds: 0.5), from, to);
            var expected = Cosine(frequency, to, seconds: 0.5);
            var error = Energy(Middle(output, to).Zip(Middle(expected, to), (a, b) => (double)a - b)) / Energy(
                Middle(expected, to).Select(x => (double)x));
            // An error of amplitude ±0.1 dB or of phase would show: 0.1 dB is 1.2 % of the amplitude.
            Assert.True(Math.Sqrt(error) < 2e-5, $"{frequency} Hz: relative error {Math.Sqrt(error)}");
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void Frequencies_beyond_the_lower_Nyquist_frequency_and_images_are_90_dB_down(int from, int to)
    {
        var nyquist = Math.Min(from, to) / 2.0;
        var frequencies = from > to
            ? new[] { 1.002 * nyquist, 1.05 * nyquist, (nyquist + (from / 2.0)) / 2 }
            : [0.3 * nyquist, 0.9 * nyquist];
        foreach (var frequency in frequencies.Where(frequency => frequency < from / 2.0))
        {
            var output = Middle(Resampler.Resample(Cosine(frequency, from, seconds: 0.5), from, to), to).Select(x => (double)x).ToArray();
            var unwanted = from > to ? output : [.. output.Zip(Middle(Cosine(frequency, to, 0.5), to), (a, b) => a - b)];
            var level = 10 * Math.Log10(Energy(unwanted) / unwanted.Length / 0.5);
            Assert.True(level < -90, $"{frequency} Hz: {level} dB");
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_pulse_stays_symmetric_about_its_time(int from, int to)
    {
        var input = new float[from];
        input[from / 2] = 1;
        var output = Resampler.Resample(input, from, to);
        var centre = (double)(from / 2) * to / from;
        var (sum, moment) = (0.0, 0.0);
        for (var n = 0; n < output.Length; n++)
        {
            sum += output[n];
            moment += output[n] * (n - centre);
        }

        Assert.Equal(0, moment / sum, 1e-3);
    }

    [Fact]
    public void Nothing_drifts_over_hours()
    {
        const int from = 2000;
        const int to = 1999;
        const long seconds = 3 * 3600;
        const int frequency = 100;
        var reader = new ResamplingSource(new CosineSource(from, frequency, seconds * from), to);
        Assert.Equal(seconds * to, reader.Length);
        var block = new float[1 << 16];
        var position = 0L;
        for (var got = reader.Read(block); got > 0; got = reader.Read(block))
        {
            position += got;
            var inside = Math.Min(got, seconds * to - 200 - (position - got));
            for (var i = position == got ? 200 : 0; i < inside; i += 997)
            {
                Assert.Equal(Math.Cos(2 * Math.PI * (frequency * (position - got + i) % to) / to), block[i], 1e-4);
            }
        }

        Assert.Equal(seconds * to, position);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4097)]
    public void Reading_in_pieces_equals_reading_at_once(int piece)
    {
        var input = Noise(20000);
        var whole = Resampler.Resample(input, 48000, 22050);
        var source = new ResamplingSource(new MemorySampleSource(input, 48000), 22050);
        var pieces = new List<float>();
        var buffer = new float[piece];
        for (var got = source.Read(buffer); got > 0; got = source.Read(buffer))
        {
            pieces.AddRange(buffer[..got]);
        }

        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void The_same_rate_changes_nothing()
    {
        var input = Noise(1000);
        Assert.Equal(input, Resampler.Resample(input, 22050, 22050));
    }

    private static float[] Noise(int length)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    private static float[] Cosine(double frequency, int rate, double seconds) =>
        [.. Enumerable.Range(0, (int)(seconds * rate)).Select(n => (float)Math.Cos(2 * Math.PI * frequency * n / rate))];

    /// <summary>Without the ends, where the filter sees the silence around the signal.</summary>
    private static IEnumerable<float> Middle(float[] samples, int rate) => samples.Skip(rate / 8).Take(rate / 4);

    private static double Energy(IEnumerable<double> values) => values.Sum(value => value * value);

    private sealed class CosineSource(int rate, int frequency, long length) : ISampleSource
    {
        private readonly float[] _period = Cosine(frequency, rate, 1.0 / frequency);
        private long _position;

        public int SampleRate => rate;

        public long? Length => length;

        public int Read(Span<float> samples)
        {
            var count = (int)Math.Min(samples.Length, length - _position);
            for (var i = 0; i < count; i++)
            {
                samples[i] = _period[(_position + i) % _period.Length];
            }

            _position += count;
            return count;
        }
    }
}
