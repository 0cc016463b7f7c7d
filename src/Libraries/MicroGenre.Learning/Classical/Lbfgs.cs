namespace MicroGenre.Learning;

/// <summary>
/// Limited-memory BFGS with a backtracking line search (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.1).
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const double SufficientDecrease = 1e-4;

    /// <summary>Minimises a smooth function.</summary>
    /// <param name="evaluate">Returns the value at a point and writes the gradient.</param>
    /// <param name="point">The start on entry, the minimum on return.</param>
    /// <param name="iterations">Maximum number of iterations.</param>
    /// <param name="tolerance">Largest component of the gradient at which the iteration stops.</param>
    /// <param name="cancellation">Cancels between iterations.</param>
    public static void Minimize(
        Func<double[], double[], double> evaluate, double[] point, int iterations, double tolerance, CancellationToken cancellation)
    {
        var gradient = new double[point.Length];
        var value = evaluate(point, gradient);
        var history = new LinkedList<(double[] Step, double[] Change, double Curvature)>();
        for (var iteration = 0; iteration < iterations && gradient.Max(Math.Abs) > tolerance; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var direction = Direction(gradient, history);
            var slope = Vectors.Dot(direction, gradient);
            if (slope >= 0)
            {
                history.Clear();
                direction = Array.ConvertAll(gradient, part => -part);
                slope = -Vectors.Dot(gradient, gradient);
            }

            var rate = history.Count == 0 ? Math.Min(1, 1 / Math.Sqrt(-slope)) : 1;
            var (next, nextGradient) = (new double[point.Length], new double[point.Length]);
            while (true)
            {
                point.CopyTo(next, 0);
                Vectors.AddScaled(next, rate, direction);
                var nextValue = evaluate(next, nextGradient);
                if (nextValue <= value + (SufficientDecrease * rate * slope))
                {
                    value = nextValue;
                    break;
                }

                rate /= 2;
                if (rate < 1e-12)
                {
                    return;
                }
            }

            Remember(history, point, next, gradient, nextGradient);
            next.CopyTo(point, 0);
            gradient = nextGradient;
        }
    }

    private static void Remember(
        LinkedList<(double[] Step, double[] Change, double Curvature)> history, double[] point, double[] next, double[] gradient,
            double[] nextGradient)
    {
        var (step, change) = ((double[])next.Clone(), (double[])nextGradient.Clone());
        Vectors.AddScaled(step, -1, point);
        Vectors.AddScaled(change, -1, gradient);
        var curvature = Vectors.Dot(step, change);
        if (curvature > 1e-12 * Vectors.Dot(change, change))
        {
            history.AddLast((step, change, curvature));
            if (history.Count > Memory)
            {
                history.RemoveFirst();
            }
        }
    }

    // The two-loop recursion.
    private static double[] Direction(double[] gradient, LinkedList<(double[] Step, double[] Change, double Curvature)> history)
    {
        var direction = Array.ConvertAll(gradient, part => -part);
        var factors = new Stack<double>();
        for (var node = history.Last; node is not null; node = node.Previous)
        {
            var factor = Vectors.Dot(node.Value.Step, direction) / node.Value.Curvature;
            factors.Push(factor);
            Vectors.AddScaled(direction, -factor, node.Value.Change);
        }

        if (history.Last is { } last)
        {
            var scale = last.Value.Curvature / Vectors.Dot(last.Value.Change, last.Value.Change);
            for (var i = 0; i < direction.Length; i++)
            {
                direction[i] *= scale;
            }
        }

        foreach (var (step, change, curvature) in history)
        {
            var correction = factors.Pop() - (Vectors.Dot(change, direction) / curvature);
            Vectors.AddScaled(direction, correction, step);
        }

        return direction;
    }
}
