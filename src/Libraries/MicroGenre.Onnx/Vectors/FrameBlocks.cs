using MicroGenre.Onnx.Graphs;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Vectors;

/// <summary>Blocks that frames are divided into, all but equally long: which frames each has.</summary>
internal static class FrameBlocks
{
    /// <summary>1 where a frame belongs to a block, else 0: <c>[blocks, frames − lag]</c>.</summary>
    /// <param name="frames">How many frames, a number of the graph.</param>
    /// <param name="blocks">How many blocks, a number of the graph.</param>
    /// <param name="lag">So many first frames of each block do not count; those of the first have no column.</param>
    public static GraphValue Of(GraphValue frames, GraphValue blocks, int lag = 0)
    {
        var graph = frames.Graph;
        var block = graph.Range(blocks).Unsqueeze(1);
        return Of((block * frames / blocks) + (long)lag, (block + 1L) * frames / blocks, graph.Range(frames - (long)lag) + (long)lag);
    }

    /// <summary>1 where a place is at least a first one and before an end, else 0: <c>[blocks, places]</c>.</summary>
    /// <param name="from">First places, <c>[blocks, 1]</c>.</param>
    /// <param name="to">Ends, <c>[blocks, 1]</c>.</param>
    /// <param name="places">Places, <c>[places]</c>.</param>
    public static GraphValue Of(GraphValue from, GraphValue to, GraphValue places)
    {
        var row = places.Unsqueeze(0);
        return from.LessOrEqual(row).And(row.Less(to)).Cast(DataType.Double);
    }

    /// <summary>What takes the mean over each block: <c>[blocks, frames]</c>.</summary>
    /// <param name="members">1 where a frame belongs to a block, else 0.</param>
    public static GraphValue Means(GraphValue members) => members / members.Sum(keep: true, 1);
}
