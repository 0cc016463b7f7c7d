using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// One long vector for a whole track: statistics over blocks of a log-mel spectrogram, after Seyerlehner, Widmer and Pohle, "Fusing block-level features for
/// music similarity estimation" (2010), with moments, quantiles and modulations of the cepstrum. Most parts do not change with the recording's level or
/// equalisation. Block lengths are in frames and were chosen for frames of about 78 ms.
/// </summary>
internal static class BlockFeatures
{
    /// <summary>Rows that the spectrogram must have at least.</summary>
    public const int MinRows = 64;

    // The longest block; a shorter track is repeated up to it.
    private const int MinFrames = 192;
    private const int Cepstra = 40;
    private const int FewCepstra = 30;

    // Edges of modulation bands, in cycles per 387 frames (30 s).
    private static readonly int[] ModulationEdges = [1, 2, 4, 8, 16, 24, 32, 48, 64, 80, 96, 128, 160, 194];

    // Edges of fluctuation bands, as shares of half the frame rate, in 64ths.
    private static readonly int[] FluctuationEdges = [1, 2, 3, 4, 6, 8, 11, 15, 20, 26, 34, 44, 56, 65];

    private static readonly double[] FiveQuantiles = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>The vector of a track; its length does not depend on the track's.</summary>
    /// <param name="logMel">dB, <c>[rows, frames]</c>, at least <see cref="MinRows"/> rows.</param>
    public static double[] Of(FeatureMatrix logMel)
    {
        var frames = Math.Max(MinFrames, logMel.Frames);
        var rows = Enumerable.Range(0, logMel.Rows).Select(row => Repeat(logMel.Row(row), frames)).ToArray();
        var (bands16, bands32, bands64) = (Group(rows, 16), Group(rows, 32), Group(rows, 64));
        var cepstrum = Cepstrum(rows, Cepstra);
        var result = new List<double>();
        AddQuantiles(result, cepstrum, FiveQuantiles);
        AddModulation(result, cepstrum);
        AddMoments(result, cepstrum[..FewCepstra]);
        AddLaggedChanges(result, cepstrum[..FewCepstra]);
        AddQuantiles(result, bands64, FiveQuantiles);
        AddSortedBlocks(result, bands32, 10, 5, [0, 5, 9], [0.1, 0.5, 0.9]);
        var rises = Rises(bands32);
        AddSortedBlocks(result, rises, 14, 5, [7, 11, 13], [0.9]);
        AddSortedBlocks(result, rises, 14, 5, [7, 11, 13], [0.5]);
        AddSortedBlocks(result, rises, 25, 5, [12, 22, 24], [0.9]);
        AddVariances(result, Changes(bands64), 14, 7);
        AddFluctuations(result, bands16, 128);
        AddFluctuations(result, bands16, 192);
        AddCorrelations(result, bands32, 128);
        AddCorrelations(result, bands16, 64);
        AddSortedBlocks(result, Contrast(rows, 16), 20, 10, [2, 10, 17], [0.1, 0.5, 0.9]);
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

    // Means of neighbouring rows.
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

    private static double[][] Changes(double[][] rows) => [.. rows.Select(row => row.Skip(1).Zip(row, (after, before) => after - before).ToArray())];

    private static double[][] Rises(double[][] rows) => [.. Changes(rows).Select(row => Array.ConvertAll(row, change => Math.Max(0, change)))];

    // How far each group's loudest row is above its quieter ones.
    private static double[][] Contrast(double[][] rows, int groups) => [.. Enumerable.Range(0, groups).Select(group =>
    {
        var members = rows[(group * rows.Length / groups)..((group + 1) * rows.Length / groups)];
        var values = new double[members.Length];
        var contrast = new double[rows[0].Length];
        for (var frame = 0; frame < contrast.Length; frame++)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = members[i][frame];
            }

            Array.Sort(values);
            contrast[frame] = values[^1] - ((values[1] + values[Math.Min(2, values.Length - 1)]) / 2);
        }

        return contrast;
    })];

    private static void AddQuantiles(List<double> result, double[][] rows, double[] quantiles)
    {
        foreach (var row in rows)
        {
            AddQuantiles(result, (double[])row.Clone(), quantiles);
        }
    }

    // Linear between neighbouring values, as NumPy's; sorts the values.
    private static void AddQuantiles(List<double> result, double[] values, double[] quantiles)
    {
        Array.Sort(values);
        foreach (var quantile in quantiles)
        {
            var position = quantile * (values.Length - 1);
            var below = (int)position;
            var above = Math.Min(below + 1, values.Length - 1);
            result.Add(values[below] + ((position - below) * (values[above] - values[below])));
        }
    }

    // For each row and rank, quantiles over blocks of the value at that rank within the block.
    private static void AddSortedBlocks(List<double> result, double[][] rows, int length, int hop, int[] ranks, double[] quantiles)
    {
        var blocks = ((rows[0].Length - length) / hop) + 1;
        var block = new double[length];
        foreach (var row in rows)
        {
            var ranked = ranks.Select(_ => new double[blocks]).ToArray();
            for (var b = 0; b < blocks; b++)
            {
                row.AsSpan(b * hop, length).CopyTo(block);
                Array.Sort(block);
                for (var r = 0; r < ranks.Length; r++)
                {
                    ranked[r][b] = block[ranks[r]];
                }
            }

            foreach (var values in ranked)
            {
                AddQuantiles(result, values, quantiles);
            }
        }
    }

    private static void AddVariances(List<double> result, double[][] rows, int length, int hop)
    {
        var blocks = ((rows[0].Length - length) / hop) + 1;
        foreach (var row in rows)
        {
            var variances = new double[blocks];
            for (var b = 0; b < blocks; b++)
            {
                variances[b] = Math.Log(Moments(row.AsSpan(b * hop, length)).Variance + 1e-2);
            }

            AddQuantiles(result, variances, [0.2, 0.5, 0.8]);
        }
    }

    // How strongly each band's level swings at each rate: the 0.6 quantile over blocks.
    private static void AddFluctuations(List<double> result, double[][] rows, int length)
    {
        var transform = new Modulation(length);
        var blocks = ((rows[0].Length - length) / 32) + 1;
        var edges = Array.ConvertAll(FluctuationEdges, edge => Math.Min(edge, transform.Bins));
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

            foreach (var values in bands)
            {
                AddQuantiles(result, values, [0.6]);
            }
        }
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

    // The median over blocks, half overlapping, of the correlation of each pair of rows.
    private static void AddCorrelations(List<double> result, double[][] rows, int length)
    {
        var hop = Math.Max(64, length / 2);
        var blocks = ((rows[0].Length - length) / hop) + 1;
        var unit = rows.Select(row => Enumerable.Range(0, blocks).Select(b => Unit(row.AsSpan(b * hop, length))).ToArray()).ToArray();
        var values = new double[blocks];
        for (var first = 0; first < rows.Length; first++)
        {
            for (var second = first + 1; second < rows.Length; second++)
            {
                for (var b = 0; b < blocks; b++)
                {
                    values[b] = Vectors.Dot(unit[first][b], unit[second][b]);
                }

                AddQuantiles(result, values, [0.5]);
            }
        }
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

    // Skewness and the logarithm of the kurtosis.
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

    private static void AddLaggedChanges(List<double> result, double[][] rows)
    {
        foreach (var row in rows)
        {
            foreach (var lag in (ReadOnlySpan<int>)[1, 3, 8])
            {
                var changes = new double[row.Length - lag];
                for (var i = 0; i < changes.Length; i++)
                {
                    changes[i] = Math.Abs(row[i + lag] - row[i]);
                }

                result.Add(Math.Log(changes.Average() + 0.1));
                var high = new List<double>(1);
                AddQuantiles(high, changes, [0.9]);
                result.Add(Math.Log(high[0] + 0.1));
            }
        }
    }

    // Level, centroid and flatness over time.
    private static void AddDynamics(List<double> result, double[][] rows)
    {
        var frames = rows[0].Length;
        var (level, centroid, flatness) = (new double[frames], new double[frames], new double[frames]);
        for (var frame = 0; frame < frames; frame++)
        {
            var (power, amplitude, weighted, sum) = (0.0, 0.0, 0.0, 0.0);
            for (var row = 0; row < rows.Length; row++)
            {
                var magnitude = Math.Pow(10, rows[row][frame] / 20);
                power += magnitude * magnitude;
                amplitude += magnitude;
                weighted += row * magnitude;
                sum += rows[row][frame];
            }

            level[frame] = 10 * Math.Log10(power);
            centroid[frame] = weighted / amplitude;
            flatness[frame] = (sum / rows.Length) - level[frame];
        }

        foreach (var values in (double[][])[level, centroid, flatness])
        {
            var (mean, variance) = Moments(values);
            result.Add(mean);
            result.Add(Math.Sqrt(variance));
            result.Add(values.Skip(1).Zip(values, (after, before) => Math.Abs(after - before)).Average());
            AddQuantiles(result, values, [0.1, 0.5, 0.9]);
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

    /// <summary>Magnitudes of the discrete Fourier transform of a row less its mean, under a Hann window.</summary>
    private sealed class Modulation(int length)
    {
        private readonly RealFft _transform = new(length);
        private readonly double[] _window = [.. Enumerable.Range(0, length).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (length - 1))))];
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
