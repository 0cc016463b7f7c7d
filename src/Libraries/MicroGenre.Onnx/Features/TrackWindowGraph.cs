using MicroGenre.Onnx.Graphs;

namespace MicroGenre.Onnx.Features;

/// <summary>Cuts a track into evenly spaced windows that cover it.</summary>
internal static class TrackWindowGraph
{
    /// <summary>Cuts windows, <c>[windows, rows, frames]</c>. A track shorter than a window is repeated to fill it.</summary>
    /// <param name="features">The features, <c>[rows, frames]</c>.</param>
    /// <param name="length">Length of a window in frames, as a value of the graph.</param>
    public static GraphValue Of(GraphValue features, GraphValue length)
    {
        var graph = features.Graph;
        var frames = features.Length(1);
        var left = (frames - length).Max(0L);
        var count = ((left + length + length) - 1L) / length;
        var starts = (graph.Range(count) * left) / (count - 1L).Max(1L);
        var places = (starts.Unsqueeze(1) + graph.Range(length).Unsqueeze(0)).Mod(frames);
        return features.Gather(places, 1).Transpose(1, 0, 2);
    }

    /// <summary>Cuts windows of a maximum length. A shorter track is one window of its own length.</summary>
    /// <inheritdoc cref="Of(GraphValue, GraphValue)"/>
    public static GraphValue AtMost(GraphValue features, int most) =>
        Of(features, features.Length(1).Min(features.Graph.Longs([most])));
}
