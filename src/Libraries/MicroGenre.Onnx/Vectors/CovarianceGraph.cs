using MicroGenre.Learning;
using MicroGenre.Onnx.Graphs;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Vectors;

/// <summary>Computes logarithms of covariances like <see cref="LevelCovariances"/> and <see cref="TextureCovariances"/>.</summary>
internal static class CovarianceGraph
{
    /// <summary>Covariances of mean and maximum levels and of those in the previous frame.</summary>
    /// <param name="windows">The windows, <c>[windows, rows, frames]</c>.</param>
    /// <param name="rows">Number of rows of the features.</param>
    public static GraphValue OfLevels(GraphValue windows, int rows)
    {
        const int ranges = LevelCovariances.Ranges;
        var spans = Spans(rows, ranges);
        var longest = spans.Max(span => span.To - span.From);
        // A shorter range repeats its last row, which does not change its maximum.
        var members = windows.Graph.Longs(
            [.. spans.SelectMany(span => Enumerable.Range(0, longest).Select(i => (long)Math.Min(span.From + i, span.To - 1)))],
            ranges, longest);
        return LogCovarianceOf(
            GraphValue.Concat(1, Means(windows, rows, ranges), windows.Gather(members, 1).Greatest(keep: false, 2)), 2 * ranges, lag: 1);
    }

    /// <summary>Covariances of levels, differences between rows, and differences between frames.</summary>
    /// <inheritdoc cref="OfLevels"/>
    public static GraphValue OfTextures(GraphValue windows, int rows)
    {
        const int ranges = TextureCovariances.Ranges;
        var graph = windows.Graph;
        var above = windows.Gather(graph.List([.. Enumerable.Range(0, rows).Select(row => (long)Math.Min(row + 1, rows - 1))]), 1);
        var before = windows.Gather((graph.Range(windows.Length(2)) - 1L).Max(0L), 2);
        return LogCovarianceOf(
            GraphValue.Concat(
                1,
                Means(windows, rows, ranges),
                Means((above - windows).Abs(), rows, ranges),
                Means((windows - before).Abs(), rows, ranges)),
            3 * ranges, lag: 0);
    }

    /// <summary>Means over ranges of rows, <c>[windows, ranges, frames]</c>.</summary>
    /// <inheritdoc cref="OfLevels"/>
    public static GraphValue Means(GraphValue windows, int rows, int ranges)
    {
        var matrix = new double[ranges * rows];
        foreach (var (range, (from, to)) in Spans(rows, ranges).Index())
        {
            matrix.AsSpan((range * rows) + from, to - from).Fill(1.0 / (to - from));
        }

        return windows.Graph.Doubles(matrix, ranges, rows).MatMul(windows);
    }

    // See LogCovariance. Frames weigh as much as their block's share among its frames says.
    private static GraphValue LogCovarianceOf(GraphValue values, int rows, int lag)
    {
        var graph = values.Graph;
        var frames = values.Length(2);
        var blocks = (frames.Cast(DataType.Double) / (double)LogCovariance.BlockFrames).Round().Max(1.0).Cast(DataType.Int64);
        var members = FrameBlocks.Of(frames, blocks, lag);
        var counts = members.Sum(keep: true, 1).Max(1.0);
        var stacked = lag == 0 ? values : GraphValue.Concat(1, values.Slice(2, lag), values.Slice(2, 0, -lag));
        var size = lag == 0 ? rows : 2 * rows;
        var means = stacked.MatMul((members / counts).Transpose(1, 0)).MatMul(members);
        var centred = stacked - means;
        var weights = (members / counts / blocks.Cast(DataType.Double)).Sum(keep: true, 0);
        var covariance = (centred * weights).MatMul(centred.Transpose(0, 2, 1));
        var floor = graph.Doubles(
            [.. Enumerable.Range(0, size * size).Select(i => i % (size + 1) == 0 ? LogCovariance.Floor : 0)], 1, size, size);
        return MatrixLogarithm.Of(covariance + floor, size).Reshape(0, -1).Gather(graph.List(UpperTriangle(size)), 1);
    }

    private static long[] UpperTriangle(int size) =>
        [.. from row in Enumerable.Range(0, size) from column in Enumerable.Range(row, size - row) select ((long)row * size) + column];

    private static List<(int From, int To)> Spans(int rows, int ranges) =>
        [.. Enumerable.Range(0, ranges).Select(range => (range * rows / ranges, (range + 1) * rows / ranges))];
}
