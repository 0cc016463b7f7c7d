namespace MicroGenre.Segmentation.Clustering;

/// <summary>
/// k-means with k-means++ initialisation (D. Arthur and S. Vassilvitskii, 2007) and several restarts, of which the best is returned.
/// </summary>
internal static class KMeans
{
    private const int MostIterations = 300;

    /// <summary>Clusters points.</summary>
    /// <param name="points">The points, <c>[n][dimensions]</c>.</param>
    /// <param name="clusters">Number of clusters, 1 … n. Fewer are returned if fewer points are distinct.</param>
    /// <param name="restarts">Number of restarts, at least 1.</param>
    /// <param name="seed">Seed of the initialisation; the same seed gives the same labels.</param>
    /// <returns>A label from 0 for each point, <c>[n]</c>.</returns>
    public static int[] Cluster(double[][] points, int clusters, int restarts, int seed)
    {
        var random = new Random(seed);
        var (best, bestLabels) = (double.PositiveInfinity, Array.Empty<int>());
        for (var restart = 0; restart < restarts; restart++)
        {
            var (labels, inertia) = Descend(points, StartCentres(points, clusters, random));
            if (inertia < best)
            {
                (best, bestLabels) = (inertia, labels);
            }
        }

        return bestLabels;
    }

    /// <summary>Draws centres from the points, in proportion to their squared distance from the centres so far.</summary>
    private static double[][] StartCentres(double[][] points, int clusters, Random random)
    {
        var centres = new double[clusters][];
        centres[0] = [.. points[random.Next(points.Length)]];
        var nearest = Array.ConvertAll(points, point => SquaredDistance(point, centres[0]));
        for (var cluster = 1; cluster < clusters; cluster++)
        {
            var chosen = Draw(nearest, random);
            centres[cluster] = [.. points[chosen]];
            for (var i = 0; i < points.Length; i++)
            {
                nearest[i] = Math.Min(nearest[i], SquaredDistance(points[i], centres[cluster]));
            }
        }

        return centres;
    }

    private static int Draw(double[] weights, Random random)
    {
        var left = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        return weights.Length - 1;
    }

    private static (int[] Labels, double Inertia) Descend(double[][] points, double[][] centres)
    {
        var labels = new int[points.Length];
        var inertia = double.PositiveInfinity;
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var before = inertia;
            inertia = Assign(points, centres, labels);
            if (inertia >= before)
            {
                break;
            }

            MoveCentres(points, centres, labels);
        }

        return (labels, inertia);
    }

    private static double Assign(double[][] points, double[][] centres, int[] labels)
    {
        var inertia = 0.0;
        for (var i = 0; i < points.Length; i++)
        {
            var nearest = double.PositiveInfinity;
            for (var cluster = 0; cluster < centres.Length; cluster++)
            {
                var distance = SquaredDistance(points[i], centres[cluster]);
                if (distance < nearest)
                {
                    (nearest, labels[i]) = (distance, cluster);
                }
            }

            inertia += nearest;
        }

        return inertia;
    }

    /// <summary>Moves each centre to the mean of its points. A centre without points stays.</summary>
    private static void MoveCentres(double[][] points, double[][] centres, int[] labels)
    {
        for (var cluster = 0; cluster < centres.Length; cluster++)
        {
            var count = labels.AsSpan().Count(cluster);
            if (count == 0)
            {
                continue;
            }

            var centre = centres[cluster];
            Array.Clear(centre);
            for (var i = 0; i < points.Length; i++)
            {
                if (labels[i] == cluster)
                {
                    VectorMath.AddScaled(1.0 / count, points[i], centre);
                }
            }
        }
    }

    private static double SquaredDistance(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += (left[i] - right[i]) * (left[i] - right[i]);
        }

        return sum;
    }
}
