using MicroGenre.Signal;

namespace MicroGenre.Learning.Tests;

public class CepstrumTests
{
    [Fact]
    public void All_coefficients_keep_the_energy_of_a_frame()
    {
        var track = Examples.Separable(1).Tracks[0].Features;
        var cepstrum = CepstralKind.Transform(track, new CepstrumSettings { Coefficients = Examples.Bands });
        for (var frame = 0; frame < track.Frames; frame++)
        {
            Assert.Equal(Energy(track, frame), Energy(cepstrum, frame), Energy(track, frame) * 1e-5);
        }

        static double Energy(FeatureMatrix matrix, int frame) =>
            Enumerable.Range(0, matrix.Rows).Sum(row => Math.Pow(matrix[row, frame], 2));
    }

    [Fact]
    public void The_cepstrum_of_a_log_mel_spectrogram_is_its_mfcc()
    {
        var random = new SeededRandom(1);
        var samples = Enumerable.Range(0, 20_000).Select(_ => (float)(0.1 * random.NextNormal())).ToArray();
        var mfcc = new MfccSettings { Coefficients = 13, IncludeC0 = false };
        var logMel = Feature.Compute(samples, new LogMelSettings { HopLength = mfcc.HopLength });
        var expected = Feature.Compute(samples, mfcc);
        var actual = CepstralKind.Transform(logMel, new CepstrumSettings { Coefficients = 13, First = 1 });
        Assert.Equal(expected.Values, actual.Values, (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Coefficients_beyond_the_rows_are_refused() => Assert.Throws<InvalidRecipeException>(() => Recipe.FromJson("""
        { "name": "x", "features": { "feature": "log-mel", "melBands": 20 }, "input": { "cepstrum": { "first": 10, "coefficients": 11 } }, "classifier": { "kind": "lstm" } }
        """));
}
