using MicroGenre.Onnx.Graphs;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Vectors;

/// <summary>Divides frames into blocks of nearly equal length.</summary>
internal static class FrameBlocks
{
    /// <summary>The membership matrix, <c>[blocks, frames − lag]</c>: 1 if a frame belongs to a block, otherwise 0.</summary>
    /// <param name="frames">Number of frames, as a value of the graph.</param>
    /// <param name="blocks">Number of blocks, as a value of the graph.</param>
    /// <param name="lag">Number of frames at the start of each block that do not count; those of the first block have no column.</param>
    public static GraphValue Of(GraphValue frames, GraphValue blocks, int lag = 0)
    {
        var graph = frames.Graph;
        var block = graph.Range(blocks).Unsqueeze(1);
        return Of((block * frames / blocks) + (long)lag, (block + 1L) * frames / blocks, graph.Range(frames - (long)lag) + (long)lag);
    }

    /// <summary>The interval matrix, <c>[blocks, places]</c>: 1 if a position lies in an interval, otherwise 0.</summary>
    /// <param name="from">The starts, <c>[blocks, 1]</c>.</param>
    /// <param name="to">The ends (exclusive), <c>[blocks, 1]</c>.</param>
    /// <param name="places">The positions, <c>[places]</c>.</param>
    public static GraphValue Of(GraphValue from, GraphValue to, GraphValue places)
    {
        var row = places.Unsqueeze(0);
        return from.LessOrEqual(row).And(row.Less(to)).Cast(DataType.Double);
    }

    /// <summary>The matrix that averages over each block, <c>[blocks, frames]</c>.</summary>
    /// <param name="members">The membership matrix.</param>
    public static GraphValue Means(GraphValue members) => members / members.Sum(keep: true, 1);
}
