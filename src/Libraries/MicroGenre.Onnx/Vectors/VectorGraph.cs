using MicroGenre.Learning;
using MicroGenre.Onnx.Features;
using MicroGenre.Onnx.Graphs;

namespace MicroGenre.Onnx.Vectors;

/// <summary>Turns a track into vectors for a classical learner like <see cref="TrackVectors"/>.</summary>
internal static class VectorGraph
{
    /// <summary>A vector for each window, <c>[windows, width]</c>.</summary>
    /// <param name="features"><c>[rows, frames]</c>.</param>
    /// <param name="rows">Rows of the features.</param>
    /// <param name="vectors">Which vectors.</param>
    public static GraphValue Of(GraphValue features, int rows, TrackVectors vectors)
    {
        var kinds = vectors.Also is { } also ? (VectorKind[])[vectors.Kind, also] : [vectors.Kind];
        return GraphValue.Concat(1, [.. kinds.Select(kind => kind == VectorKind.Flatten
            ? TrackWindowGraph.Of(features, features.Graph.Longs([vectors.Frames])).Reshape(0, -1)
            : Of(TrackWindowGraph.AtMost(features, vectors.Frames), rows, kind))]);
    }

    /// <summary>The mean of each row over the frames, then the variance of each, <c>[windows, 2 · rows]</c>.</summary>
    /// <param name="windows"><c>[windows, rows, frames]</c>.</param>
    public static GraphValue MeanVariance(GraphValue windows) => Statistics(windows, squared: true);

    private static GraphValue Of(GraphValue windows, int rows, VectorKind kind) => kind switch
    {
        VectorKind.Statistics => Statistics(windows, squared: false),
        VectorKind.MeanVariance => MeanVariance(windows),
        VectorKind.Covariances => CovarianceGraph.OfLevels(windows, rows),
        VectorKind.Textures => CovarianceGraph.OfTextures(windows, rows),
        VectorKind.Modulations => ModulationGraph.Of(windows, rows),
        _ => BlockGraph.Of(windows, rows),
    };

    private static GraphValue Statistics(GraphValue windows, bool squared)
    {
        var mean = windows.Mean(keep: true, 2);
        var distance = windows - mean;
        var variance = (distance * distance).Mean(keep: false, 2);
        return GraphValue.Concat(1, mean.Squeeze(2), squared ? variance : variance.Sqrt());
    }
}
