using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Graphs;

/// <summary>
/// Computes the logarithm of symmetric positive definite matrices with matrix products alone, because the standard has no eigenvalue
/// decomposition. Square roots are taken until the matrix is close to the identity, where the logarithm is a power series (inverse scaling
/// and squaring; Higham, "Functions of Matrices", 2008, chapter 11). Roots come from the coupled Newton–Schulz iteration, which needs no
/// inverse.
/// </summary>
internal static class MatrixLogarithm
{
    private const int Roots = 6;
    private const int SeriesTerms = 24;

    // Lower limit of the eigenvalues, as a share of their sum.
    private const double Smallest = 1e-8;

    // Steps that double the number of correct digits, once an eigenvalue is near 1.
    private const int LastSteps = 6;

    /// <summary>Computes the logarithms, <c>[matrices, size, size]</c>, of matrices of the same shape.</summary>
    public static GraphValue Of(GraphValue matrices, int size)
    {
        var graph = matrices.Graph;
        var identity = graph.Doubles([.. Enumerable.Range(0, size * size).Select(i => i % (size + 1) == 0 ? 1.0 : 0)], 1, size, size);
        var trace = (matrices * identity).Sum(keep: true, 1, 2);
        var (root, smallest) = (matrices / trace, Smallest);
        for (var i = 0; i < Roots; i++)
        {
            root = SquareRoot(root, identity, StepsFor(smallest));
            smallest = Math.Sqrt(smallest);
        }

        // log X = −Σ (I − X)ᵏ / k, by Horner's rule.
        var distance = identity - root;
        var series = identity / (double)SeriesTerms;
        for (var term = SeriesTerms - 1; term > 0; term--)
        {
            series = (identity / (double)term) + distance.MatMul(series);
        }

        return (identity * trace.Log()) - (distance.MatMul(series) * Math.Pow(2, Roots));
    }

    // Each step multiplies a small eigenvalue by 9/4.
    private static int StepsFor(double smallest) => (int)Math.Ceiling(-Math.Log(smallest) / Math.Log(2.25)) + LastSteps;

    // Y and Z converge to the root and its inverse: T = (3 I − Z Y) / 2, Y ← Y T, Z ← T Z.
    private static GraphValue SquareRoot(GraphValue matrices, GraphValue identity, int steps)
    {
        var graph = matrices.Graph;
        var body = graph.Inner("newton_schulz");
        body.Input(NameOf("step"), DataType.Int64);
        var going = body.Input(NameOf("going"), DataType.Bool);
        var root = body.Input(NameOf("root"), DataType.Double, "matrices", "size", "size");
        var inverse = body.Input(NameOf("inverse"), DataType.Double, "matrices", "size", "size");
        var step = ((body.Apply("Identity", [identity]) * 3.0) - inverse.MatMul(root)) / 2.0;
        body.Output(going, NameOf("goes_on"), DataType.Bool);
        body.Output(root.MatMul(step), NameOf("next_root"), DataType.Double, "matrices", "size", "size");
        body.Output(step.MatMul(inverse), NameOf("next_inverse"), DataType.Double, "matrices", "size", "size");
        var start = graph.Apply("Expand", [identity, matrices.Alone("Shape")]);
        return graph.ApplyMany(
            "Loop", 2, [graph.Longs([steps]), GraphValue.None, matrices, start], GraphAttribute.Of("body", body.Graph))[0];

        string NameOf(string value) => $"{matrices.Name}_{value}";
    }
}
