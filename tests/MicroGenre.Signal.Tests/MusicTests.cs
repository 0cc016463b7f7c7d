namespace MicroGenre.Signal.Tests;

/// <summary>Tempo and key of music whose tempo and key are known, since it is made here.</summary>
public class MusicTests
{
    private const int SampleRate = 22050;

    [Theory]
    [InlineData(70)]
    [InlineData(100)]
    [InlineData(123)]
    [InlineData(150)]
    public void The_tempo_of_clicks_is_found_within_four_percent(double tempo)
    {
        var found = TempoEstimate.Of(Feature.Compute(Clicks(tempo), TempoEstimate.Settings), TempoPrior.Default);

        Assert.InRange(found!.Value, 0.96 * tempo, 1.04 * tempo);
    }

    [Fact]
    public void What_is_expected_decides_between_a_tempo_and_its_double()
    {
        var strength = Feature.Compute(Clicks(75), TempoEstimate.Settings);

        Assert.InRange(TempoEstimate.Of(strength, new TempoPrior([new TempoRange(70, 0.1)]))!.Value, 72, 78);
        Assert.InRange(
            TempoEstimate.Of(strength, new TempoPrior([new TempoRange(70, 0.1, Weight: 1e-9), new TempoRange(75, 0.1)]))!.Value, 72, 78);
    }

    [Fact]
    public void Silence_has_neither_tempo_nor_key()
    {
        var silence = new float[SampleRate * 5];

        Assert.Null(TempoEstimate.Of(Feature.Compute(silence, TempoEstimate.Settings), TempoPrior.Default));
        Assert.Null(KeyEstimate.Of(FeatureExtractor.Extract(silence, KeyEstimate.Settings)));
    }

    [Theory]
    [InlineData("C:maj")]
    [InlineData("F#:maj")]
    [InlineData("A:min")]
    [InlineData("D#:min")]
    public void The_key_of_a_cadence_is_found_whatever_its_tuning(string name)
    {
        var key = MusicalKey.Parse(name)!.Value;
        foreach (var detune in new[] { -0.3, 0, 0.3 })
        {
            Assert.Equal(key, KeyEstimate.Of(FeatureExtractor.Extract(Cadence(key, detune), KeyEstimate.Settings)));
        }
    }

    [Fact]
    public void Every_key_is_written_and_read_back()
    {
        for (var tonic = 0; tonic < MusicalKey.PitchClasses; tonic++)
        {
            foreach (var isMinor in new[] { false, true })
            {
                var key = new MusicalKey(tonic, isMinor);
                Assert.Equal(key, MusicalKey.Parse(key.ToString()));
            }
        }

        Assert.Equal(new MusicalKey(10, false), MusicalKey.Parse("Bb:maj"));
        Assert.Equal(new MusicalKey(11, true), MusicalKey.Parse("Cb:min"));
        Assert.Null(MusicalKey.Parse("H:maj"));
        Assert.Null(MusicalKey.Parse(""));
    }

    private static float[] Clicks(double tempo)
    {
        var samples = new float[SampleRate * 20];
        var random = new Random(1);
        for (var beat = 0; (int)(beat * 60 / tempo * SampleRate) is var start && start < samples.Length; beat++)
        {
            for (var i = start; i < Math.Min(samples.Length, start + 1000); i++)
            {
                samples[i] = (float)((random.NextDouble() - 0.5) * Math.Exp(-(i - start) / 200.0));
            }
        }

        return samples;
    }

    // Tonic, subdominant, dominant, tonic: triads of harmonic tones, one second each.
    private static float[] Cadence(MusicalKey key, double detune)
    {
        var third = key.IsMinor ? 3 : 4;
        int[][] chords = [[0, third, 7], [5, 5 + third, 12], [7, 11, 14], [0, third, 7]];
        var samples = new float[SampleRate * chords.Length * 2];
        for (var i = 0; i < samples.Length; i++)
        {
            foreach (var step in chords[i / SampleRate % chords.Length])
            {
                var frequency = 261.6256 * Math.Pow(2, (key.Tonic + step + detune) / 12);
                for (var harmonic = 1; harmonic <= 4; harmonic++)
                {
                    samples[i] += (float)(0.1 / harmonic * Math.Sin(2 * Math.PI * frequency * harmonic * i / SampleRate));
                }
            }
        }

        return samples;
    }
}
