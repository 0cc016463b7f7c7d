using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// One long vector for a whole track: statistics over blocks of a log-mel spectrogram, after Seyerlehner, Widmer and Pohle, "Fusing
/// block-level features for music similarity estimation" (2010), plus moments, quantiles and modulations of the cepstrum. Most parts are
/// independent of the recording's level or equalisation. Block lengths, in frames, are chosen for frames of about 78 ms.
/// </summary>
internal static class BlockFeatures
{
    /// <summary>Minimum number of rows of the spectrogram.</summary>
    public const int MinRows = 64;

    /// <summary>The longest block; a shorter track is repeated up to it.</summary>
    public const int MinFrames = 192;

    /// <summary>Coefficients of the cepstrum.</summary>
    public const int Cepstra = 40;

    /// <summary>Those of them whose moments and changes count.</summary>
    public const int FewCepstra = 30;

    /// <summary>Edges of modulation bands, in cycles per 387 frames (30 s).</summary>
    public static readonly int[] ModulationEdges = [1, 2, 4, 8, 16, 24, 32, 48, 64, 80, 96, 128, 160, 194];

    /// <summary>Edges of fluctuation bands, as shares of half the frame rate, in 64ths.</summary>
    public static readonly int[] FluctuationEdges = [1, 2, 3, 4, 6, 8, 11, 15, 20, 26, 34, 44, 56, 65];

    /// <summary>Over how many frames changes are measured.</summary>
    public static readonly int[] Lags = [1, 3, 8];

    /// <summary>The quantiles of levels and of the cepstrum.</summary>
    public static readonly double[] FiveQuantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>Computes the vector of a track. Its length does not depend on that of the track.</summary>
    /// <param name="logMel">dB, <c>[rows, frames]</c>, at least <see cref="MinRows"/> rows.</param>
    public static double[] Of(FeatureMatrix logMel)
    {
        var frames = Math.Max(MinFrames, logMel.Frames);
        var rows = Enumerable.Range(0, logMel.Rows).Select(row => Repeat(logMel.Row(row), frames)).ToArray();
        var (bands16, bands32, bands64) = (Group(rows, 16), Group(rows, 32), Group(rows, 64));
        var cepstrum = Cepstrum(rows, Cepstra);
        var result = new List<double>();
        result.AddRange(Quantiles(cepstrum, FiveQuantiles));
        AddModulation(result, cepstrum);
        AddMoments(result, cepstrum[..FewCepstra]);
        AddLaggedChanges(result, cepstrum[..FewCepstra]);
        result.AddRange(Quantiles(bands64, FiveQuantiles));
        result.AddRange(Quantiles(Ranks(bands32, 10, 5, [0, 5, 9]), [0.1, 0.5, 0.9]));
        var rises = Rises(bands32);
        var ranks = Ranks(rises, 14, 5, [7, 11, 13]);
        result.AddRange(Quantiles(ranks, [0.9]));
        result.AddRange(Quantiles(ranks, [0.5]));
        result.AddRange(Quantiles(Ranks(rises, 25, 5, [12, 22, 24]), [0.9]));
        AddVariances(result, Changes(bands64), 14, 7);
        AddFluctuations(result, bands16, 128);
        AddFluctuations(result, bands16, 192);
        AddCorrelations(result, bands32, 128);
        AddCorrelations(result, bands16, 64);
        result.AddRange(Quantiles(Ranks(Contrast(rows, 16), 20, 10, [2, 10, 17]), [0.1, 0.5, 0.9]));
        AddDynamics(result, rows);
        return [.. result];
    }

    private static double[] Repeat(ReadOnlySpan<float> row, int frames)
    {
        var repeated = new double[frames];
        for (var frame = 0; frame < frames; frame++)
        {
            repeated[frame] = row[frame % row.Length];
        }

        return repeated;
    }

    // Averages neighbouring rows.
    private static double[][] Group(double[][] rows, int groups) => [.. Enumerable.Range(0, groups).Select(group =>
    {
        var (from, to) = (group * rows.Length / groups, (group + 1) * rows.Length / groups);
        var mean = new double[rows[0].Length];
        foreach (var row in rows[from..to])
        {
            Vectors.AddScaled(mean, 1.0 / (to - from), row);
        }

        return mean;
    })];

    // The orthonormal DCT-II of each frame.
    private static double[][] Cepstrum(double[][] rows, int count) => [.. Enumerable.Range(0, count).Select(k =>
    {
        var row = new double[rows[0].Length];
        var scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / rows.Length);
        for (var band = 0; band < rows.Length; band++)
        {
            Vectors.AddScaled(row, scale * Math.Cos(Math.PI * k * ((2 * band) + 1) / (2 * rows.Length)), rows[band]);
        }

        return row;
    })];

    private static double[] Changes(double[] row, int lag)
    {
        var changes = new double[row.Length - lag];
        for (var i = 0; i < changes.Length; i++)
        {
            changes[i] = row[i + lag] - row[i];
        }

        return changes;
    }

    private static double[][] Changes(double[][] rows) => Array.ConvertAll(rows, row => Changes(row, 1));

    private static double[][] Rises(double[][] rows) =>
        [.. Changes(rows).Select(row => Array.ConvertAll(row, change => Math.Max(0, change)))];

    // The contrast of each group: the difference between its loudest row and the quieter ones.
    private static double[][] Contrast(double[][] rows, int groups) => [.. Enumerable.Range(0, groups).Select(group =>
    {
        double[][] members = rows[(group * rows.Length / groups)..((group + 1) * rows.Length / groups)];
        var (count, frames) = (members.Length, members[0].Length);
        double[] sorted = [.. members.SelectMany(row => row)];
        ColumnSort.Ascending(sorted, frames);
        var (second, third) = (frames, Math.Min(2, count - 1) * frames);
        var contrast = new double[frames];
        for (var frame = 0; frame < frames; frame++)
        {
            contrast[frame] = sorted[((count - 1) * frames) + frame] - ((sorted[second + frame] + sorted[third + frame]) / 2);
        }

        return contrast;
    })];

    // For each row and rank, the values of that rank within each block of the row.
    private static List<double[]> Ranks(double[][] rows, int length, int hop, int[] ranks)
    {
        var blocks = ((rows[0].Length - length) / hop) + 1;
        var sorted = new double[length * blocks];
        var found = new List<double[]>();
        foreach (var row in rows)
        {
            for (var b = 0; b < blocks; b++)
            {
                for (var i = 0; i < length; i++)
                {
                    sorted[(i * blocks) + b] = row[(b * hop) + i];
                }
            }

            ColumnSort.Ascending(sorted, blocks);
            found.AddRange(ranks.Select(rank => sorted.AsSpan(rank * blocks, blocks).ToArray()));
        }

        return found;
    }

    // Quantiles of each row, linearly interpolated as in NumPy.
    private static List<double> Quantiles(IReadOnlyList<double[]> rows, double[] quantiles)
    {
        var (columns, length) = (rows.Count, rows[0].Length);
        var sorted = new double[length * columns];
        for (var column = 0; column < columns; column++)
        {
            for (var i = 0; i < length; i++)
            {
                sorted[(i * columns) + column] = rows[column][i];
            }
        }

        ColumnSort.Ascending(sorted, columns);
        var result = new List<double>(columns * quantiles.Length);
        for (var column = 0; column < columns; column++)
        {
            foreach (var quantile in quantiles)
            {
                var position = quantile * (length - 1);
                var below = (int)position;
                var (value, next) = (sorted[(below * columns) + column], sorted[(Math.Min(below + 1, length - 1) * columns) + column]);
                result.Add(value + ((position - below) * (next - value)));
            }
        }

        return result;
    }

    private static void AddVariances(List<double> result, double[][] rows, int length, int hop)
    {
        var blocks = ((rows[0].Length - length) / hop) + 1;
        double[][] variances =
            [.. rows.Select(
                row => Enumerable.Range(0, blocks).Select(b => Math.Log(Moments(row.AsSpan(b * hop, length)).Variance + 1e-2)).ToArray())];
        result.AddRange(Quantiles(variances, [0.2, 0.5, 0.8]));
    }

    // The modulation strength of each band at each rate: the 0.6 quantile over blocks.
    private static void AddFluctuations(List<double> result, double[][] rows, int length)
    {
        var transform = new Modulation(length);
        var blocks = ((rows[0].Length - length) / 32) + 1;
        var edges = Array.ConvertAll(FluctuationEdges, edge => Math.Min(edge, transform.Bins));
        var levels = new List<double[]>();
        foreach (var row in rows)
        {
            var bands = edges.Skip(1).Select(_ => new double[blocks]).ToArray();
            for (var b = 0; b < blocks; b++)
            {
                var magnitudes = transform.Magnitudes(row.AsSpan(b * 32, length));
                for (var band = 0; band < bands.Length; band++)
                {
                    bands[band][b] = Math.Log(Mean(magnitudes, edges[band], edges[band + 1]) + 1);
                }
            }

            levels.AddRange(bands);
        }

        result.AddRange(Quantiles(levels, [0.6]));
    }

    private static void AddModulation(List<double> result, double[][] rows)
    {
        var length = rows[0].Length;
        var transform = new Modulation(length);
        var edges = Array.ConvertAll(ModulationEdges, edge => Math.Clamp((int)Math.Round((double)edge * length / 387), 1, transform.Bins));
        foreach (var row in rows)
        {
            var magnitudes = transform.Magnitudes(row);
            for (var band = 0; band + 1 < edges.Length; band++)
            {
                result.Add(Math.Log(Mean(magnitudes, edges[band], edges[band + 1]) + 1e-3));
            }
        }
    }

    private static double Mean(double[] values, int from, int to)
    {
        var sum = 0.0;
        to = Math.Max(from + 1, to);
        for (var i = from; i < to; i++)
        {
            sum += values[Math.Min(i, values.Length - 1)];
        }

        return sum / (to - from);
    }

    // The median over half-overlapping blocks of the correlation of each pair of rows.
    private static void AddCorrelations(List<double> result, double[][] rows, int length)
    {
        var hop = Math.Max(64, length / 2);
        var blocks = ((rows[0].Length - length) / hop) + 1;
        var unit = rows.Select(row => Enumerable.Range(0, blocks).Select(b => Unit(row.AsSpan(b * hop, length))).ToArray()).ToArray();
        var correlations = new List<double[]>();
        for (var first = 0; first < rows.Length; first++)
        {
            for (var second = first + 1; second < rows.Length; second++)
            {
                correlations.Add([.. unit[first].Zip(unit[second], (one, other) => Vectors.Dot(one, other))]);
            }
        }

        result.AddRange(Quantiles(correlations, [0.5]));
    }

    private static double[] Unit(ReadOnlySpan<double> values)
    {
        var (mean, variance) = Moments(values);
        var factor = 1 / (Math.Sqrt(variance * values.Length) + 1e-6);
        var unit = new double[values.Length];
        for (var i = 0; i < unit.Length; i++)
        {
            unit[i] = (values[i] - mean) * factor;
        }

        return unit;
    }

    // Skewness and logarithm of the kurtosis.
    private static void AddMoments(List<double> result, double[][] rows)
    {
        foreach (var row in rows)
        {
            var (mean, variance) = Moments(row);
            var deviation = Math.Sqrt(variance) + 1e-3;
            var (third, fourth) = (0.0, 0.0);
            foreach (var value in row)
            {
                var z = (value - mean) / deviation;
                third += z * z * z / row.Length;
                fourth += z * z * z * z / row.Length;
            }

            result.Add(third);
            result.Add(Math.Log(fourth + 1e-3));
        }
    }

    // The mean change and its 0.9 quantile over steps of several lengths.
    private static void AddLaggedChanges(List<double> result, double[][] rows)
    {
        double[][][] changes = [.. Lags.Select(lag => Array.ConvertAll(rows, row => Array.ConvertAll(Changes(row, lag), Math.Abs)))];
        var high = Array.ConvertAll(changes, one => Quantiles(one, [0.9]));
        for (var row = 0; row < rows.Length; row++)
        {
            for (var lag = 0; lag < Lags.Length; lag++)
            {
                result.Add(Math.Log(changes[lag][row].Average() + 0.1));
                result.Add(Math.Log(high[lag][row] + 0.1));
            }
        }
    }

    // Level, centroid and flatness over time.
    private static void AddDynamics(List<double> result, double[][] rows)
    {
        var frames = rows[0].Length;
        var (level, centroid, flatness) = (new double[frames], new double[frames], new double[frames]);
        var (magnitude, amplitude) = (new double[frames], new double[frames]);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var frame = 0; frame < frames; frame++)
            {
                magnitude[frame] = rows[row][frame] * (Math.Log(10) / 20);
            }

            Vectors.Exp(magnitude);
            Vectors.AddScaled(amplitude, 1, magnitude);
            Vectors.AddScaled(centroid, row, magnitude);
            Vectors.AddScaled(flatness, 1.0 / rows.Length, rows[row]);
            for (var frame = 0; frame < frames; frame++)
            {
                level[frame] += magnitude[frame] * magnitude[frame];
            }
        }

        for (var frame = 0; frame < frames; frame++)
        {
            level[frame] = 10 * Math.Log10(level[frame]);
            centroid[frame] /= amplitude[frame];
            flatness[frame] -= level[frame];
        }

        foreach (var values in (double[][])[level, centroid, flatness])
        {
            var (mean, variance) = Moments(values);
            result.Add(mean);
            result.Add(Math.Sqrt(variance));
            result.Add(Changes(values, 1).Average(Math.Abs));
            result.AddRange(Quantiles([values], [0.1, 0.5, 0.9]));
        }
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> values)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, squares / values.Length);
    }

    /// <summary>Magnitudes of the discrete Fourier transform of a row without its mean, under a Hann window.</summary>
    private sealed class Modulation(int length)
    {
        private readonly RealFft _transform = new(length);
        private readonly double[] _window =
            [.. Enumerable.Range(0, length).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (length - 1))))];
        private readonly double[] _windowed = new double[length];

        public int Bins => _transform.Bins;

        public double[] Magnitudes(ReadOnlySpan<double> values)
        {
            var mean = Moments(values).Mean;
            for (var i = 0; i < _windowed.Length; i++)
            {
                _windowed[i] = (values[i] - mean) * _window[i];
            }

            var (magnitudes, imaginary) = (new double[Bins], new double[Bins]);
            _transform.Forward(_windowed, magnitudes, imaginary);
            for (var bin = 0; bin < Bins; bin++)
            {
                magnitudes[bin] = Math.Sqrt((magnitudes[bin] * magnitudes[bin]) + (imaginary[bin] * imaginary[bin]));
            }

            return magnitudes;
        }
    }
}
