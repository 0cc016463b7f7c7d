using MicroGenre.Segmentation.Clustering;

namespace MicroGenre.Segmentation.Layout;

/// <summary>
/// Places windows in the plane so that their distances approximate given ones: classical scaling (W. Torgerson, 1952), refined by SMACOF
/// (J. de Leeuw, 1977), which lowers the stress with every step.
/// </summary>
internal static class MultidimensionalScaling
{
    private const int MostSteps = 200;
    private const double SmallestGain = 1e-5;

    /// <summary>Places the windows.</summary>
    /// <param name="dissimilarities">Symmetric dissimilarities, at least 0, with 0 on the diagonal.</param>
    /// <returns>A point for each window, centred at the origin.</returns>
    public static (double X, double Y)[] Place(SquareMatrix dissimilarities)
    {
        var points = Classical(dissimilarities);
        var stress = Stress(dissimilarities, points);
        for (var step = 0; step < MostSteps && stress > 0; step++)
        {
            points = GuttmanTransform(dissimilarities, points);
            var before = stress;
            stress = Stress(dissimilarities, points);
            if (before - stress <= SmallestGain * before)
            {
                break;
            }
        }

        return points;
    }

    /// <summary>The raw stress: half the sum over all pairs of the squared difference between distance and dissimilarity.</summary>
    /// <param name="dissimilarities">Symmetric dissimilarities.</param>
    /// <param name="points">A point for each window.</param>
    public static double Stress(SquareMatrix dissimilarities, IReadOnlyList<(double X, double Y)> points)
    {
        var stress = 0.0;
        for (var row = 0; row < points.Count; row++)
        {
            for (var column = 0; column < row; column++)
            {
                var error = Distance(points[row], points[column]) - dissimilarities[row, column];
                stress += error * error;
            }
        }

        return stress;
    }

    /// <summary>The two leading principal coordinates: eigenvectors of the doubly centred squared dissimilarities.</summary>
    internal static (double X, double Y)[] Classical(SquareMatrix dissimilarities)
    {
        var size = dissimilarities.Size;
        var dimensions = Math.Min(2, size);
        var axes = Eigenvectors.Largest(DoublyCentred(dissimilarities), dimensions);
        double Coordinate(int axis, int window) =>
            axis < dimensions ? Math.Sqrt(Math.Max(0, axes.Values[axis])) * axes.Vectors[axis][window] : 0;
        return [.. Enumerable.Range(0, size).Select(window => (Coordinate(0, window), Coordinate(1, window)))];
    }

    private static SquareMatrix DoublyCentred(SquareMatrix dissimilarities)
    {
        var size = dissimilarities.Size;
        var centred = new SquareMatrix(size, Array.ConvertAll(dissimilarities.Values, value => -value * value / 2));
        var means = Enumerable.Range(0, size).Select(row => VectorMath.Sum(centred.Row(row)) / size).ToArray();
        var mean = means.Average();
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                centred[row, column] += mean - means[row] - means[column];
            }
        }

        return centred;
    }

    /// <summary>One step of SMACOF with equal weights.</summary>
    private static (double X, double Y)[] GuttmanTransform(SquareMatrix dissimilarities, (double X, double Y)[] points)
    {
        var moved = new (double X, double Y)[points.Length];
        for (var row = 0; row < points.Length; row++)
        {
            var (x, y) = (0.0, 0.0);
            for (var column = 0; column < points.Length; column++)
            {
                var distance = Distance(points[row], points[column]);
                if (distance > 0)
                {
                    var ratio = dissimilarities[row, column] / distance;
                    x += ratio * (points[row].X - points[column].X);
                    y += ratio * (points[row].Y - points[column].Y);
                }
            }

            moved[row] = (x / points.Length, y / points.Length);
        }

        return moved;
    }

    private static double Distance((double X, double Y) left, (double X, double Y) right) =>
        Math.Sqrt(((left.X - right.X) * (left.X - right.X)) + ((left.Y - right.Y) * (left.Y - right.Y)));
}
