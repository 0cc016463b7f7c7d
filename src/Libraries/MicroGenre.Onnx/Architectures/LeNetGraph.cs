using MicroGenre.Networks.Architectures;
using MicroGenre.Onnx.Graphs;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Architectures;

/// <summary>LeNet on a colour image of the spectrogram.</summary>
internal static class LeNetGraph
{
    /// <summary>Draws images, <c>[windows, 3, height, width]</c>, of windows, <c>[windows, rows, frames]</c>.</summary>
    public static GraphValue Picture(GraphValue windows)
    {
        var graph = windows.Graph;
        var flipped = graph.Apply(
            "Slice", [windows.Unsqueeze(1), graph.List(-1), graph.List(long.MinValue), graph.List(2), graph.List(-1)]);
        var size = GraphValue.Concat(
            0, flipped.Alone("Shape").Slice(0, 0, 2), graph.List(PictureInput.Height, PictureInput.Width));
        var pixels = graph.Apply("Resize", [flipped, GraphValue.None, GraphValue.None, size], GraphAttribute.Of("mode", "linear"));
        var levels = ((pixels + graph.Floats([1])) * graph.Floats([(PictureInput.Levels - 1) / 2f])).Round()
            .Max(graph.Floats([0])).Min(graph.Floats([PictureInput.Levels - 1])).Cast(DataType.Int64);
        return graph.Floats(PictureInput.Palette, PictureInput.Levels, 3).Gather(levels.Squeeze(1), 0).Transpose(0, 3, 1, 2);
    }

    /// <summary>The picture as the network sees it, a quarter as high and wide.</summary>
    public static GraphValue Pooled(Layers layers, GraphValue picture) => layers.AveragePool(picture, LeNet.Pooling, LeNet.Pooling);

    /// <summary>The code of a picture by an autoencoder, of the same size as <see cref="Pooled"/>.</summary>
    public static GraphValue Code(Layers autoencoder, GraphValue picture)
    {
        var maps = autoencoder.Convolution(picture, "encoder.0", padding: 1, stride: 2).Alone("Tanh");
        return autoencoder.Convolution(maps, "encoder.2", padding: 1, stride: 2).Alone("Tanh");
    }

    /// <summary>The logits, <c>[windows, classes]</c>, of such pictures.</summary>
    public static GraphValue Logits(Layers layers, GraphValue prepared)
    {
        var maps = layers.MaxPool(layers.Convolution(prepared, "conv1", 0).Relu(), 2, 2);
        maps = layers.MaxPool(layers.Convolution(maps, "conv2", 0).Relu(), 2, 2);
        return layers.Linear(layers.Linear(maps.Reshape(0, -1), "fc1").Relu(), "fc2");
    }
}
