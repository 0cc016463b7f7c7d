using MicroGenre.Onnx.Graphs;

namespace MicroGenre.Onnx.Features;

/// <summary>The evenly spaced windows that cover a track.</summary>
internal static class TrackWindowGraph
{
    /// <summary>Windows of a track, <c>[windows, rows, frames]</c>; a track that is shorter than a window is repeated up to it.</summary>
    /// <param name="features"><c>[rows, frames]</c>.</param>
    /// <param name="length">Frames of a window, a number of the graph.</param>
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

    /// <summary>Windows of so many frames; a track that is shorter is one window of its own length.</summary>
    /// <inheritdoc cref="Of(GraphValue, GraphValue)"/>
    public static GraphValue AtMost(GraphValue features, int most) =>
        Of(features, features.Length(1).Min(features.Graph.Longs([most])));
}
