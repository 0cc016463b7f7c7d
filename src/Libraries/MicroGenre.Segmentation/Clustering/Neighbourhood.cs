namespace MicroGenre.Segmentation.Clustering;

/// <summary>Smooths values and labels over neighbouring windows: music does not change its style for a single window.</summary>
internal static class Neighbourhood
{
    /// <summary>
    /// Replaces each distance by the median of the distances between the windows around the first and those around the second.
    /// </summary>
    /// <param name="distances">Symmetric distances.</param>
    /// <param name="radius">Number of windows on either side; 0 changes nothing.</param>
    /// <param name="maxDegreeOfParallelism">Maximum number of cores; −1 for all. It does not affect the result.</param>
    public static SquareMatrix Median(SquareMatrix distances, int radius, int maxDegreeOfParallelism = -1)
    {
        if (radius == 0)
        {
            return distances;
        }

        var filtered = new SquareMatrix(distances.Size);
        Parallel.For(0, distances.Size, new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism }, row =>
        {
            Span<double> around = new double[((2 * radius) + 1) * ((2 * radius) + 1)];
            for (var column = 0; column <= row; column++)
            {
                filtered[row, column] = filtered[column, row] = MedianAround(distances, row, column, radius, around);
            }
        });
        return filtered;
    }

    /// <summary>Replaces each window's label by the most frequent label around it; ties keep its own.</summary>
    /// <param name="labels">A label from 0 for each window.</param>
    /// <param name="radius">Number of windows on either side; 0 changes nothing.</param>
    public static int[] Majority(ReadOnlySpan<int> labels, int radius)
    {
        var steady = labels.ToArray();
        for (var window = 0; window < labels.Length; window++)
        {
            var first = Math.Max(0, window - radius);
            var around = labels[first..Math.Min(labels.Length, window + radius + 1)];
            var own = around.Count(labels[window]);
            foreach (var label in around)
            {
                var votes = around.Count(label);
                if (votes > own)
                {
                    (steady[window], own) = (label, votes);
                }
            }
        }

        return steady;
    }

    private static double MedianAround(SquareMatrix distances, int row, int column, int radius, Span<double> around)
    {
        var count = 0;
        for (var r = Math.Max(0, row - radius); r <= Math.Min(distances.Size - 1, row + radius); r++)
        {
            for (var c = Math.Max(0, column - radius); c <= Math.Min(distances.Size - 1, column + radius); c++)
            {
                around[count++] = distances[r, c];
            }
        }

        around[..count].Sort();
        var middle = count / 2;
        return count % 2 == 1 ? around[middle] : (around[middle - 1] + around[middle]) / 2;
    }
}
