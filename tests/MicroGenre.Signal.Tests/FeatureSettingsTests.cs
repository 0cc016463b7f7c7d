using System.Text.Json;

namespace MicroGenre.Signal.Tests;

public class FeatureSettingsTests
{
    [Fact]
    public void What_the_json_leaves_out_has_its_default() =>
        Assert.Equal(new LogMelSettings { HopLength = 512 }, FeatureSettings.FromJson("""{"hopLength":512,"feature":"log-mel"}"""));

    [Fact]
    public void Settings_read_back_from_their_canonical_json_are_equal()
    {
        var settings = new LogMelSettings { MelBands = 64, TopDecibels = null, MaxFrequency = 8000 };
        Assert.Equal(settings, FeatureSettings.FromJson(settings.CanonicalJson()));
    }

    [Theory]
    [InlineData("""{"feature":"smell"}""")]
    [InlineData("""{"feature":"mel","topDecibels":80}""")]
    [InlineData("""{"feature":"waveform","windowLength":2048}""")]
    [InlineData("""{"feature":"mel","rows":128}""")]
    [InlineData("""{"hopLength":512}""")]
    [InlineData("null")]
    [InlineData("{")]
    public void What_no_feature_has_is_refused(string json) => Assert.Throws<JsonException>(() => FeatureSettings.FromJson(json));
}
