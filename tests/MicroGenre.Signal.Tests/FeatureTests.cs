using FsCheck;
using FsCheck.Fluent;
using System.Text.Json;

namespace MicroGenre.Signal.Tests;

/// <summary>What must hold of every feature on any signal.</summary>
public sealed class FeatureTests
{
    private const int Rate = AudioFile.DefaultSampleRate;

    private static readonly FeatureSettings[] All =
    [
        new MelSettings(), new LogMelSettings(), new MfccSettings(), new SpectrogramSettings { HopLength = 1024 },
            new ZeroCrossingRateSettings(), new RmsSettings(),
        new SpectralCentroidSettings(), new SpectralBandwidthSettings(), new SpectralContrastSettings(), new SpectralRolloffSettings(),
        new SpectralFlatnessSettings(), new ChromaStftSettings { Tuning = 0.1 }, new OnsetStrengthSettings(), new TempoSettings(),
            new WaveformSettings(),
    ];

    public static TheoryData<string> Names => [.. All.Select(settings => settings.Feature)];

    [Theory]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(5000)]
    public void Any_length_gives_frames_by_the_rule_and_finite_values(int length)
    {
        var signals = new Dictionary<string, float[]>
        {
            ["silence"] = new float[length],
            ["constant"] = [.. Enumerable.Repeat(1f, length)],
            ["square"] = [.. Enumerable.Range(0, length).Select(n => n / 50 % 2 == 0 ? 1f : -1f)],
            ["noise"] = Noise(length),
        };
        foreach (var (name, samples) in signals)
        {
            var features = FeatureExtractor.Extract(samples, All);
            for (var i = 0; i < All.Length; i++)
            {
                var frames = All[i] is TempoSettings or WaveformSettings ? 1 : 1 + (length / All[i].HopLength);
                Assert.Equal((All[i].Rows, frames), (features[i].Rows, features[i].Frames));
                Assert.True(features[i].Values.All(float.IsFinite), $"{All[i].Feature} of {name}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pieces_of_any_size_give_the_same_bits(string name)
    {
        var settings = All.Single(candidate => candidate.Feature == name);
        var samples = Noise(30_011);
        var whole = Feature.Compute(samples, settings).Values;
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var extractor = new FeatureExtractor([settings]);
            for (var at = 0; at < samples.Length;)
            {
                var count = Math.Min(random.Next(1, random.Next(2) == 0 ? 40 : 20_000), samples.Length - at);
                extractor.Push(samples.AsSpan(at, count));
                at += count;
            }

            return extractor.Finish()[0].Values.AsSpan().SequenceEqual(whole);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));
    }

    [Fact]
    public void One_pass_over_many_features_equals_a_pass_for_each()
    {
        var samples = Noise(20_000);
        var together = FeatureExtractor.Extract(samples, All);
        for (var i = 0; i < All.Length; i++)
        {
            Assert.Equal(Feature.Compute(samples, All[i]).Values, together[i].Values);
        }
    }

    [Fact]
    public void Power_scales_with_the_square_of_the_signal()
    {
        var samples = Noise(10_000);
        var mel = MelSpectrogram.Compute(samples, new MelSettings());
        Prop.ForAll(Gen.Choose(1, 1000).ToArbitrary(), factor =>
        {
            // A power of two scales floats exactly; others to their precision.
            var scale = factor / 64f;
            var scaled = MelSpectrogram.Compute([.. samples.Select(sample => sample * scale)], new MelSettings());
            return mel.Values.Zip(scaled.Values).All(pair => Math.Abs(pair.Second - (pair.First * scale * scale)) <= 1e-5 * pair.Second);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void Energy_of_a_spectrum_is_the_energy_of_the_windowed_frame()
    {
        var samples = Noise(2048);
        var power = Feature.Compute(samples, new SpectrogramSettings { HopLength = 1024 });
        // Frame 1 is centred at sample 1024 and so covers exactly the signal.
        var sum = 0.0;
        for (var bin = 0; bin < power.Rows; bin++)
        {
            sum += (bin == 0 || bin == power.Rows - 1 ? 1 : 2) * power[bin, 1] / 2048.0;
        }

        var window = WindowFunction.Hann(2048).Values;
        Assert.Equal(samples.Select((sample, n) => Math.Pow(sample * window[n], 2)).Sum(), sum, 1e-4);
    }

    [Fact]
    public void A_click_is_as_strong_at_every_frequency()
    {
        var samples = new float[4096];
        samples[2048] = 1;
        var power = Feature.Compute(samples, new SpectrogramSettings { HopLength = 1024 });
        for (var bin = 0; bin < power.Rows; bin++)
        {
            Assert.Equal(1, power[bin, 2], 1e-5);
        }
    }

    [Fact]
    public void A_sine_lies_where_its_frequency_says() =>
        Prop.ForAll(Gen.Choose(100, 10_000).ToArbitrary(), frequency =>
        {
            var samples = Sine(frequency, 0.5);
            var features = FeatureExtractor.Extract(
                samples, new SpectrogramSettings(), new SpectralCentroidSettings(), new SpectralRolloffSettings(),
                    new ZeroCrossingRateSettings(), new RmsSettings());
            var middle = features[0].Frames / 2;
            var column = new float[features[0].Rows];
            features[0].CopyFrame(middle, column);
            var bin = column.AsSpan().IndexOf(column.Max());
            Assert.InRange(frequency, (bin - 0.51) * Rate / 2048, (bin + 0.51) * Rate / 2048);
            Assert.Equal(frequency, features[1][0, middle], 6.0);
            Assert.Equal(frequency, features[2][0, middle], 35.0);
            Assert.Equal(2.0 * frequency / Rate, features[3][0, middle], 2.0 / 2048);
            Assert.Equal(Math.Sqrt(0.5), features[4][0, middle], 0.02);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void Silence_has_zero_energy_in_every_band()
    {
        var silence = new float[5000];
        Assert.All(MelSpectrogram.Compute(silence, new MelSettings()).Values, value => Assert.Equal(0, value));
        Assert.All(LogMelSpectrogram.Compute(silence, new LogMelSettings()).Values, value => Assert.Equal(0, value));
        Assert.All(LogMelSpectrogram.Compute(silence, new LogMelSettings { ReferencePower = 1 }).Values, value =>
            Assert.Equal(-100, value, 1e-3));
        Assert.All(Feature.Compute(silence, new SpectralCentroidSettings()).Values, value => Assert.Equal(0, value));
        Assert.All(Feature.Compute(silence, new ChromaStftSettings()).Values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_constant_has_its_centroid_in_the_windows_own_spectrum()
    {
        // Bins 0 and 1 hold 1 and 1/2 of the magnitude, the others nothing: any noise of the transform would show here.
        var centroid = Feature.Compute([.. Enumerable.Repeat(1f, 8192)], new SpectralCentroidSettings());
        Assert.Equal(Rate / 2048.0 / 3, centroid[0, 8], 1e-4);
    }

    [Theory]
    [InlineData(440.0, 0)]
    [InlineData(452.89, 0.5)]
    [InlineData(445.0, 0.19)]
    [InlineData(436.0, -0.16)]
    public void Tuning_is_the_distance_from_A_440(double frequency, double semitones)
    {
        var chord = Sine(frequency, 3).Zip(Sine(frequency * Math.Pow(2, 7 / 12.0), 3), (a, b) => 0.5f * (a + b)).ToArray();
        var tuning = Tuning.Estimate(chord, new SpectrogramSettings());
        var difference = Math.Abs(tuning - semitones);
        Assert.True(Math.Min(difference, 1 - difference) < 0.05, $"{tuning} instead of {semitones}");
    }

    [Fact]
    public void A_note_is_its_pitch_class()
    {
        var chroma = Feature.Compute(Sine(440, 1), new ChromaStftSettings { Tuning = 0 });
        const int a = 9;
        Assert.Equal(1, chroma[a, chroma.Frames / 2]);
    }

    [Theory]
    [InlineData(90)]
    [InlineData(120)]
    [InlineData(150)]
    public void The_tempo_of_clicks_is_their_rate(int beatsPerMinute)
    {
        var samples = new float[20 * Rate];
        for (var beat = 0; beat < 20 * beatsPerMinute / 60; beat++)
        {
            Sine(1000, 0.02).CopyTo(samples, beat * 60 * Rate / beatsPerMinute);
        }

        Assert.Equal(beatsPerMinute, Feature.Compute(samples, new TempoSettings())[0, 0], 0.03 * beatsPerMinute);
    }

    [Fact]
    public void Deltas_of_a_line_are_its_slope_and_of_a_parabola_its_bend()
    {
        var result = new float[20];
        Delta.Compute([.. Enumerable.Range(0, 20).Select(t => 3f * t)], 1, 9, result);
        Assert.All(result, value => Assert.Equal(3, value, 1e-4));
        Delta.Compute([.. Enumerable.Range(0, 20).Select(t => 2f * t * t)], 2, 9, result);
        Assert.All(result, value => Assert.Equal(4, value, 1e-3));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7999, 1)]
    [InlineData(15_999, 1)]
    [InlineData(16_000, 2)]
    [InlineData(30_001, 3)]
    public void A_waveform_has_one_frame_for_each_whole_second_and_at_least_one(int length, int seconds)
    {
        var samples = Noise(length);
        var waveform = Feature.Compute(samples, new WaveformSettings { SampleRate = 8000 });
        Assert.Equal((8000, seconds), (waveform.Rows, waveform.Frames));
        for (var n = 0; n < waveform.Values.Length; n++)
        {
            Assert.Equal(n < length ? samples[n] : 0, waveform[n % 8000, n / 8000]);
        }
    }

    [Fact]
    public void Features_of_equal_frames_do_not_share_those_that_are_not_centred()
    {
        FeatureSettings[] settings =
            [new WaveformSettings { SampleRate = 1000 }, new RmsSettings { SampleRate = 1000, WindowLength = 1000, HopLength = 1000 }];
        var samples = Noise(2500);
        var together = FeatureExtractor.Extract(samples, settings);
        Assert.Equal([2, 3], together.Select(feature => feature.Frames));
        Assert.Equal(settings.Select(one => Feature.Compute(samples, one).Values), together.Select(feature => feature.Values));
    }

    [Fact]
    public void Coefficients_without_C0_are_those_after_it()
    {
        var samples = Noise(20_000);
        var with = Feature.Compute(samples, new MfccSettings { Coefficients = 14, Deltas = 2 });
        var without = Feature.Compute(samples, new MfccSettings { Coefficients = 13, IncludeC0 = false });
        Assert.Equal((42, 13), (with.Rows, without.Rows));
        Assert.Equal(with.Values[with.Frames..(14 * with.Frames)], without.Values);
    }

    [Fact]
    public void No_memory_is_taken_per_frame()
    {
        var extractor = new FeatureExtractor(
            [new MelSettings(), new ZeroCrossingRateSettings(), new SpectralContrastSettings()], expectedSamples: 1_000_000);
        var block = Noise(100_000);
        extractor.Push(block);

        // The least of several: a collection that another test causes may count the rest of a thread's buffer as taken.
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            extractor.Push(block);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Settings_have_one_canonical_form_and_are_read_from_any()
    {
        var settings = new LogMelSettings { HopLength = 1711, TopDecibels = null };
        const string canonical =
            """{"feature":"log-mel","hopLength":1711,"maxFrequency":null,"melBands":128,"minFrequency":0,"minPower":1E-10,"referencePower":null,"sampleRate":22050,"topDecibels":null,"windowLength":2048}""";
        Assert.Equal(canonical, settings.CanonicalJson());
        Assert.Equal(settings, FeatureSettings.FromJson(canonical));
        Assert.Equal(new MfccSettings { Coefficients = 30 }, FeatureSettings.FromJson("""{"coefficients": 30, "feature": "mfcc"}"""));
        Assert.Throws<JsonException>(() => FeatureSettings.FromJson("""{"feature": "mfcc", "coefficient": 30}"""));
        Assert.ThrowsAny<Exception>(() => FeatureSettings.FromJson("""{"feature": "smell"}"""));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_feature_survives_its_JSON(string name)
    {
        var settings = All.Single(candidate => candidate.Feature == name);
        Assert.Equal(settings, FeatureSettings.FromJson(settings.CanonicalJson()));
    }

    [Fact]
    public void Settings_that_do_not_fit_are_refused_by_name()
    {
        AssertRefused("MelBands", new MelSettings { WindowLength = 128 });
        AssertRefused("MaxFrequency", new MelSettings { MaxFrequency = 12000 });
        AssertRefused("MinFrequency", new MelSettings { MinFrequency = 20000 });
        AssertRefused("HopLength", new RmsSettings { HopLength = 0 });
        AssertRefused("WindowLength", new RmsSettings { WindowLength = 1 });
        AssertRefused("Coefficients", new MfccSettings { Coefficients = 129 });
        AssertRefused("Fraction", new SpectralRolloffSettings { Fraction = 1 });
        AssertRefused("Bands", new SpectralContrastSettings { SampleRate = 8000 });
        AssertRefused("TopDecibels", new LogMelSettings { TopDecibels = -1 });
        AssertRefused("Tuning", new ChromaStftSettings { Tuning = 3 });
        Assert.Throws<ArgumentException>(() => Feature.Compute([], new RmsSettings()));
        Assert.Throws<ArgumentException>(
            () => FeatureExtractor.Extract(new float[10], new RmsSettings(), new RmsSettings { SampleRate = 8000 }));
    }

    [Fact]
    public async Task A_batch_hands_over_features_and_errors_of_every_file()
    {
        using var folder = new MicroGenre.Testing.TemporaryFolder();
        for (var i = 0; i < 6; i++)
        {
            await File.WriteAllBytesAsync(
                folder[$"{i}.wav"], i == 3 ? "broken"u8.ToArray() : AudioFiles.Wav(1, 1, Rate, 16, new byte[4000 * (i + 1)]));
        }

        var paths = Enumerable.Range(0, 7).Select(i => folder[$"{i}.wav"]).ToArray();
        var items = new List<FeatureBatchItem>();
        await foreach (var item in FeatureBatch.ExtractAsync(paths, [new MelSettings(), new RmsSettings()], parallelism: 3))
        {
            items.Add(item);
        }

        Assert.Equal(paths, items.Select(item => item.Path).Order());
        Assert.Equal([folder["3.wav"], folder["6.wav"]], items.Where(item => item.Error is not null).Select(item => item.Path).Order());
        Assert.All(items.Where(item => item.Error is null), item => Assert.Equal(2, item.Features.Count));
    }

    [Fact]
    public async Task A_batch_goes_on_after_a_track_that_is_too_short_for_a_feature()
    {
        using var folder = new MicroGenre.Testing.TemporaryFolder();
        await File.WriteAllBytesAsync(folder["short.wav"], AudioFiles.Wav(1, 1, Rate, 16, new byte[200]));
        await File.WriteAllBytesAsync(folder["whole.wav"], AudioFiles.Wav(1, 1, Rate, 16, new byte[40_000]));
        var errors = new Dictionary<string, Exception?>();
        await foreach (var item in FeatureBatch.ExtractAsync([folder["short.wav"], folder["whole.wav"]], [new MfccSettings { Deltas = 1 }]))
        {
            errors[item.Path] = item.Error;
        }

        Assert.IsType<ArgumentException>(errors[folder["short.wav"]]);
        Assert.Null(errors[folder["whole.wav"]]);
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(float.PositiveInfinity, 20_000)]
    [InlineData(float.NegativeInfinity, 29_999)]
    public void A_sample_that_is_no_finite_number_is_refused_with_its_place(float value, int place)
    {
        var samples = Noise(30_000);
        samples[place] = value;
        var error = Assert.Throws<ArgumentException>(() => Feature.Compute(samples, new RmsSettings()));
        Assert.StartsWith($"Sample {place} ({(double)place / Rate:0.000} s) is not a finite number: {value}.", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_is_left_early_stops()
    {
        using var folder = new MicroGenre.Testing.TemporaryFolder();
        await File.WriteAllBytesAsync(folder["clip.wav"], AudioFiles.Wav(1, 1, Rate, 16, new byte[40_000]));
        var begun = 0;
        await foreach (var item in FeatureBatch.ExtractAsync(Endless(), [new MelSettings()], parallelism: 2))
        {
            Assert.Null(item.Error);
            break;
        }

        Assert.InRange(begun, 1, 20);

        IEnumerable<string> Endless()
        {
            while (true)
            {
                begun++;
                yield return folder["clip.wav"];
            }
        }
    }

    private static void AssertRefused(string name, FeatureSettings settings)
    {
        var error = Assert.Throws<ArgumentException>(() => Feature.Compute(new float[100], settings));
        Assert.Equal(name, error.ParamName);
    }

    private static float[] Noise(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    private static float[] Sine(double frequency, double seconds) =>
        [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(n => (float)Math.Sin(2 * Math.PI * frequency * n / Rate))];
}
