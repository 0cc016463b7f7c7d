using MicroGenre.Networks.Architectures;
using MicroGenre.Onnx.Graphs;

namespace MicroGenre.Onnx.Architectures;

/// <summary>Networks that treat a spectrogram like a photograph.</summary>
internal static class ImageNetGraph
{
    private const int VggPooled = 7;

    /// <summary>Computes the last hidden layer of a ResNet, <c>[windows, channels]</c>.</summary>
    /// <param name="layers">The layers of the network.</param>
    /// <param name="windows">The windows, <c>[windows, rows, frames]</c>.</param>
    /// <param name="size">The height and width to which windows are resized; <see langword="null"/> for none.</param>
    public static GraphValue ResNet34(Layers layers, GraphValue windows, IReadOnlyList<int>? size)
    {
        var maps = layers.BatchNorm(layers.Convolution(Photograph(windows, size), "conv1", padding: 3, stride: 2), "bn1").Relu();
        maps = layers.MaxPool(maps, length: 3, stride: 2, padding: 1);
        for (var stage = 1; layers.Has($"layer{stage}.0.conv1.weight"); stage++)
        {
            for (var block = 0; layers.Has($"layer{stage}.{block}.conv1.weight"); block++)
            {
                maps = Residual(layers, maps, $"layer{stage}.{block}", stride: stage > 1 && block == 0 ? 2 : 1);
            }
        }

        return maps.Mean(keep: false, 2, 3);
    }

    /// <summary>Computes the logits of VGG-16, <c>[windows, classes]</c>.</summary>
    /// <param name="layers">The layers of the network.</param>
    /// <param name="windows">The windows, <c>[windows, rows, frames]</c>.</param>
    /// <param name="size">The height and width to which windows are resized; <see langword="null"/> for none.</param>
    public static GraphValue Vgg16(Layers layers, GraphValue windows, IReadOnlyList<int>? size)
    {
        var (maps, layer) = (Photograph(windows, size), 0);
        foreach (var convolutions in Networks.Architectures.Vgg16.ConvolutionsPerBlock)
        {
            for (var i = 0; i < convolutions; i++, layer += 2)
            {
                maps = layers.Convolution(maps, $"features.{layer}", padding: 1).Relu();
            }

            maps = layers.MaxPool(maps, 2, 2);
            layer++;
        }

        var pooled = layers.AdaptiveAverage(maps, 3, VggPooled).Transpose(0, 1, 3, 2);
        var values = layers.AdaptiveAverage(pooled, 3, VggPooled).Transpose(0, 1, 3, 2).Reshape(0, -1);
        // Each hidden layer is followed by ReLU and dropout.
        for (layer = 0; layers.Has($"classifier.{layer + 3}.weight"); layer += 3)
        {
            values = layers.Linear(values, $"classifier.{layer}").Relu();
        }

        return layers.Linear(values, $"classifier.{layer}");
    }

    private static GraphValue Residual(Layers layers, GraphValue maps, string name, long stride)
    {
        var change = layers.BatchNorm(layers.Convolution(maps, $"{name}.conv1", padding: 1, stride), $"{name}.bn1").Relu();
        change = layers.BatchNorm(layers.Convolution(change, $"{name}.conv2", padding: 1), $"{name}.bn2");
        var kept = layers.Has($"{name}.downsample.0.weight")
            ? layers.BatchNorm(layers.Convolution(maps, $"{name}.downsample.0", padding: 0, stride), $"{name}.downsample.1")
            : maps;
        return (change + kept).Relu();
    }

    private static GraphValue Resized(GraphValue picture, int height, int width)
    {
        var graph = picture.Graph;
        var size = GraphValue.Concat(0, picture.Alone("Shape").Slice(0, 0, 2), graph.List(height, width));
        return graph.Apply("Resize", [picture, GraphValue.None, GraphValue.None, size], GraphAttribute.Of("mode", "linear"));
    }

    private static GraphValue Photograph(GraphValue windows, IReadOnlyList<int>? size)
    {
        var (graph, picture) = (windows.Graph, windows.Unsqueeze(1));
        picture = size is [var height, var width] ? Resized(picture, height, width) : picture;
        var (mean, deviation) = ImageNetInput.Statistics;
        return (((picture + graph.Floats([1])) / graph.Floats([2])) - graph.Floats(mean, 1, mean.Length, 1, 1))
            / graph.Floats(deviation, 1, deviation.Length, 1, 1);
    }
}
