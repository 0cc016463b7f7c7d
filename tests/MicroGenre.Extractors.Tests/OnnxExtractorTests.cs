using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Extractors.Tests;

/// <summary>Features of models from outside.</summary>
public sealed class OnnxExtractorTests : IDisposable
{
    private static readonly string[] Open = ["batch", "samples"];
    private readonly TemporaryFolder _folder = new();

    static OnnxExtractorTests() => OnnxExtractors.Register();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_window_has_a_vector()
    {
        var settings = SmallModel.Write(_folder, Open, SmallModel.MeanAndGreatest, values: 2) with { HopLength = 2000 };
        var ramp = Enumerable.Range(0, 11_000).Select(i => i / 10_000f).ToArray();

        var features = Feature.Compute(ramp, settings);

        Assert.Equal((2, 4), (features.Rows, features.Frames));
        for (var frame = 0; frame < 4; frame++)
        {
            Assert.Equal(((2000 * frame) + 1999.5) / 10_000, features[0, frame], tolerance: 1e-5);
            Assert.Equal(((2000 * frame) + 3999) / 10_000f, features[1, frame]);
        }
    }

    [Fact]
    public void A_track_shorter_than_a_window_is_silent_at_its_end()
    {
        var settings = SmallModel.Write(_folder, ["1", $"{SmallModel.Window}"], SmallModel.MeanAndGreatest, values: 2);

        var features = Feature.Compute([.. Enumerable.Repeat(1f, 1000)], settings);

        Assert.Equal([0.25f, 1f], features.Values);
    }

    [Theory]
    [InlineData(OnnxPooling.Mean, 1.5f)]
    [InlineData(OnnxPooling.Max, 2)]
    public void Several_vectors_of_a_window_are_pooled(OnnxPooling pooling, float expected)
    {
        var settings = SmallModel.Write(_folder, Open, samples => samples.Reshape(2, -1).Greatest(keep: true, 1), values: 1);
        var steps = Enumerable.Range(0, SmallModel.Window).Select(i => i < SmallModel.Window / 2 ? 1f : 2).ToArray();

        Assert.Equal([expected], Feature.Compute(steps, settings with { Pooling = pooling }).Values);
    }

    [Theory]
    [InlineData(OnnxLayout.BandsFirst)]
    [InlineData(OnnxLayout.FramesFirst)]
    public void A_model_may_take_the_mel_spectrogram_of_a_window(OnnxLayout layout)
    {
        var mel = new MelSettings { SampleRate = SmallModel.Rate, WindowLength = 512, HopLength = 256, MelBands = 20 };
        string[] shape = layout == OnnxLayout.BandsFirst ? ["batch", "1", "20", "16"] : ["batch", "1", "16", "20"];
        var settings = SmallModel.Write(
            _folder, shape, input => input.Mean(keep: false, layout == OnnxLayout.BandsFirst ? 3 : 2).Squeeze(1), values: 20)
            with { Mel = mel, Layout = layout };
        var random = new Random(1);
        var noise = Enumerable.Range(0, SmallModel.Window).Select(_ => random.NextSingle() - 0.5f).ToArray();

        var features = Feature.Compute(noise, settings);

        var expected = Feature.Compute(noise, mel);
        Assert.All(Enumerable.Range(0, 20), row => Assert.Equal(expected.Row(row).ToArray().Average(), features[row, 0], 4));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        AssertFails(Fitting() with { File = _folder["none.onnx"] }, "There is no extractor", "none.onnx");

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        var settings = Fitting();
        File.WriteAllText(settings.File, "no model");

        AssertFails(settings with { Sha256 = HashOf(settings.File) }, "cannot be run");
    }

    [Fact]
    public void Another_file_under_the_same_name_is_refused()
    {
        var settings = Fitting();

        AssertFails(settings with { Sha256 = new string('0', 64) }, $"its SHA-256 is {settings.Sha256}, not 0000");
    }

    [Fact]
    public void Another_rate_than_the_file_names_is_refused() => AssertFails(
        SmallModel.Write(
            _folder, Open, SmallModel.MeanAndGreatest, values: 2,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["sample_rate"] = "16000" }),
        "it expects 16000 Hz, but the settings say 8000 Hz");

    [Fact]
    public void A_window_of_another_length_is_refused() => AssertFails(
        SmallModel.Write(_folder, ["1", "16000"], SmallModel.MeanAndGreatest, values: 2),
        "has the shape [1, 16000], but a window of the settings is [4000]");

    [Fact]
    public void A_fixed_batch_of_several_windows_is_refused() => AssertFails(
        SmallModel.Write(_folder, ["8", "samples"], SmallModel.MeanAndGreatest, values: 2), "has the shape [8, ?]");

    [Fact]
    public void Another_number_of_values_is_refused_where_the_file_says_it_and_where_only_the_values_tell()
    {
        AssertFails(Fitting() with { Values = 3 }, "has 2 values for each window, but the settings say 3");
        AssertFails(
            SmallModel.Write(_folder, Open, samples => samples.Abs(), values: 3), "has the shape [1, 4000], but the settings say 3");
    }

    [Fact]
    public void Several_vectors_are_refused_where_none_are_pooled() => AssertFails(
        SmallModel.Write(_folder, Open, samples => samples.Reshape(2, -1).Greatest(keep: true, 1), 1) with { Pooling = OnnxPooling.None },
        "has 2 vectors for each window");

    [Fact]
    public void An_output_that_is_not_there_is_refused_and_those_that_are_named() =>
        AssertFails(Fitting() with { Output = "embedding" }, "it has no output 'embedding'; it has: output");

    [Fact]
    public void What_fails_within_the_model_is_told() => AssertFails(
        SmallModel.Write(_folder, Open, samples => samples.Reshape(7, -1), values: 1), "fails on a window of shape [1, 4000]");

    [Theory]
    [InlineData("""{ "feature": "onnx", "values": 2, "sha256": "0" }""", "File is missing")]
    [InlineData("""{ "feature": "onnx", "file": "a.onnx", "values": 2, "sha256": "abc" }""", "Sha256 is 'abc'")]
    public void Settings_that_do_not_fit_together_are_refused(string json, string reason)
    {
        var error = Assert.Throws<ArgumentException>(FeatureSettings.FromJson(json).Validate);

        Assert.StartsWith(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_read_back_from_their_json_are_equal()
    {
        var settings = Fitting() with
        {
            Mel = new LogMelSettings { SampleRate = SmallModel.Rate },
            Pooling = OnnxPooling.Max,
            Licence = "MIT",
        };

        Assert.Equal(settings, FeatureSettings.FromJson(settings.CanonicalJson()));
        Assert.Contains("\"pooling\":\"max\"", settings.CanonicalJson(), StringComparison.Ordinal);
    }

    private OnnxSettings Fitting() => SmallModel.Write(_folder, Open, SmallModel.MeanAndGreatest, values: 2);

    private static string HashOf(string file) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));

    private static void AssertFails(OnnxSettings settings, params string[] reasons)
    {
        var error = Assert.Throws<ExtractorException>(() => Feature.Compute(new float[SmallModel.Window], settings));

        Assert.All(reasons, reason => Assert.Contains(reason, error.Message, StringComparison.Ordinal));
    }
}
