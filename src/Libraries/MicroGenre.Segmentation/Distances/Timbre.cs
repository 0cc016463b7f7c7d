using MathNet.Numerics.LinearAlgebra;
using MicroGenre.Signal;

namespace MicroGenre.Segmentation.Distances;

/// <summary>
/// The timbre of a window: the normal distribution of its frames' mel-frequency cepstral coefficients, after M. Mandel and D. Ellis,
/// "Song-level features and support vector machines for music classification", 2005.
/// </summary>
/// <example><code>
/// static double Distance(float[] one, float[] other, int rate) => Timbre.Of(one, rate).DistanceTo(Timbre.Of(other, rate));
/// </code></example>
public sealed class Timbre
{
    private const int Coefficients = 20;
    private const int MelBands = 40;

    /// <summary>
    /// Added to each variance, in dB²: without it, silence and steady tones would be infinitely far from everything else.
    /// </summary>
    private const double Floor = 20;

    private readonly double[] _mean;
    private readonly double[] _covariance;
    private readonly double[] _precision;

    private Timbre(FeatureMatrix cepstrum)
    {
        var covariance = Matrix<double>.Build.DenseDiagonal(Coefficients, Floor);
        var rows = Enumerable.Range(0, Coefficients).Select(row => cepstrum.Row(row).ToArray()).ToArray();
        _mean = Array.ConvertAll(rows, row => (double)row.Average());
        var centred = rows.Zip(_mean, (row, mean) => Array.ConvertAll(row, value => value - mean)).ToArray();
        for (var row = 0; row < Coefficients; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                covariance[row, column] += VectorMath.Dot(centred[row], centred[column]) / cepstrum.Frames;
                covariance[column, row] = covariance[row, column];
            }
        }

        _covariance = covariance.ToColumnMajorArray();
        _precision = covariance.Inverse().ToColumnMajorArray();
    }

    /// <summary>Computes the timbre of a window.</summary>
    /// <param name="window">The samples, <c>[n]</c>, full scale ±1.</param>
    /// <param name="sampleRate">Samples per second, in Hz.</param>
    public static Timbre Of(ReadOnlySpan<float> window, int sampleRate) => new(FeatureExtractor.Extract(window, new MfccSettings
    {
        SampleRate = sampleRate,
        Coefficients = Coefficients,
        MelBands = MelBands,
        TopDecibels = null,
    })[0]);

    /// <summary>The mean of the two Kullback–Leibler divergences between the distributions: symmetric, 0 for equal timbres.</summary>
    public double DistanceTo(Timbre other)
    {
        var sum = -2.0 * Coefficients;
        for (var (i, row) = (0, 0); row < Coefficients; row++)
        {
            var shift = _mean[row] - other._mean[row];
            for (var column = 0; column < Coefficients; column++, i++)
            {
                sum += (_precision[i] * other._covariance[i]) + (other._precision[i] * _covariance[i])
                    + ((_precision[i] + other._precision[i]) * shift * (_mean[column] - other._mean[column]));
            }
        }

        return Math.Max(0, sum) / 4;
    }
}
