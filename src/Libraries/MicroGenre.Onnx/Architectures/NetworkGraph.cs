using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;
using MicroGenre.Onnx.Features;
using MicroGenre.Onnx.Graphs;
using MicroGenre.Onnx.Vectors;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Architectures;

/// <summary>Exports networks: the computation of their <c>forward</c> in evaluation mode.</summary>
internal static class NetworkGraph
{
    /// <summary>Prepares a track's windows for the network, <c>[windows, rows, frames]</c> in single precision.</summary>
    /// <param name="features">The features, <c>[rows, frames]</c>.</param>
    /// <param name="recipe">The recipe, which defines the length of windows.</param>
    /// <param name="weights">The weights of the model, including the scaling of its input.</param>
    public static GraphValue Windows(GraphValue features, Recipe recipe, IReadOnlyDictionary<string, TensorData> weights)
    {
        var (graph, scaler) = (features.Graph, RowScaler.From(weights));
        var trained = weights.Require("input.frames").ToInt64()[0];
        var most = Math.Max(trained, recipe.Lengths.Prediction);
        var scaled = (features.Cast(DataType.Float) - graph.Floats(scaler.Mean, scaler.Mean.Length, 1))
            * graph.Floats(scaler.Factor, scaler.Factor.Length, 1);
        return TrackWindowGraph.Of(scaled, features.Length(1).Max(trained).Min(graph.Longs([most])));
    }

    /// <summary>Computes the logits of windows, <c>[windows, classes]</c>.</summary>
    /// <param name="windows">The windows, <c>[windows, rows, frames]</c>.</param>
    /// <param name="settings">The kind of network and its parameters.</param>
    /// <param name="weights">The weights of the network.</param>
    /// <exception cref="UnsupportedModelException">The network cannot be exported.</exception>
    public static GraphValue Logits(GraphValue windows, ClassifierSettings settings, IReadOnlyDictionary<string, TensorData> weights)
    {
        var layers = new Layers(windows.Graph, weights);
        switch (settings.Kind.ToLowerInvariant())
        {
            case "cnn1d":
                var spans = settings.As<Cnn1dSettings>();
                var summed = layers.AdaptiveAverage(Convolutions1d(layers, windows, spans), 2, spans.Spans);
                return layers.Linear(layers.Linear(summed.Reshape(0, -1), "fc1").Relu(), "fc2");
            case "cnn2d":
                var maps = Convolutions2d(layers, windows, settings.As<Cnn2dSettings>());
                return layers.Linear(GraphValue.Concat(1, maps.Mean(keep: false, 2, 3), maps.Greatest(keep: false, 2, 3)), "classifier");
            case "gru":
                return layers.Linear(layers.Linear(Deep(windows, settings, weights), "fc1").Relu(), "fc2");
            case "lenet" when settings.As<LeNetSettings>().Pictures:
                throw new UnsupportedModelException("A LeNet that reads pictures from files cannot be exported.");
            case "lenet":
                return LeNetGraph.Logits(layers, LeNetGraph.Pooled(layers, LeNetGraph.Picture(windows)));
            case "lenet-autoencoder":
                var code = LeNetGraph.Code(
                    new Layers(windows.Graph, weights.WithoutPrefix("autoencoder.")), LeNetGraph.Picture(windows));
                return LeNetGraph.Logits(new Layers(windows.Graph, weights.WithoutPrefix("network.")), code);
            case "lstm-features":
                return layers.Linear(layers.BatchNorm(Deep(windows, settings, weights), "norm"), "classifier");
            case "calm-cnn" or "lstm":
                return layers.Linear(Deep(windows, settings, weights), "classifier");
            case "resnet34":
                return layers.Linear(Deep(windows, settings, weights), "fc");
            case "vgg16":
                return ImageNetGraph.Vgg16(layers, windows, settings.As<Vgg16Settings>().Size);
            case var other:
                throw new UnsupportedModelException($"A '{other}' cannot be exported.");
        }
    }

    /// <summary>Computes the last hidden layer, <c>[windows, units]</c>, of networks whose features other learners use.</summary>
    /// <inheritdoc cref="Logits"/>
    public static GraphValue Deep(GraphValue windows, ClassifierSettings settings, IReadOnlyDictionary<string, TensorData> weights)
    {
        var layers = new Layers(windows.Graph, weights);
        return settings.Kind.ToLowerInvariant() switch
        {
            "calm-cnn" => CalmGraph.Steps(layers, windows, settings.As<CalmCnnSettings>(), "features.layers").Mean(keep: false, 1),
            "gru" when settings.As<GruSettings>().Skip is { } skip => layers.SkipGruState(windows.Transpose(0, 2, 1), "gru.cell", skip),
            "gru" => layers.GruState(windows.Transpose(0, 2, 1), "gru.layer"),
            "lstm-features" when settings.As<DeepFeatureLstmSettings>().Sequence == SequenceKind.MeanVariance =>
                layers.LstmState(VectorGraph.MeanVariance(windows).Unsqueeze(2), "lstm.layers"),
            "lstm" or "lstm-features" => layers.LstmState(windows.Transpose(0, 2, 1), "lstm.layers"),
            "resnet34" => ImageNetGraph.ResNet34(layers, windows, settings.As<ResNet34Settings>().Size),
            var other => throw new UnsupportedModelException($"The network '{other}' cannot be exported."),
        };
    }

    private static GraphValue Convolutions1d(Layers layers, GraphValue windows, Cnn1dSettings settings)
    {
        var values = windows;
        for (var block = 0; block < settings.Channels.Count; block++)
        {
            // Of a block's five layers, only convolution and norm have weights.
            values = layers.Convolution(values, $"features.{5 * block}", padding: settings.Kernel / 2).Relu();
            values = layers.BatchNorm(layers.AveragePool(values, settings.Pool), $"features.{(5 * block) + 3}");
        }

        return values;
    }

    private static GraphValue Convolutions2d(Layers layers, GraphValue windows, Cnn2dSettings settings)
    {
        var maps = windows.Unsqueeze(1);
        for (var block = 0; block < settings.Channels.Count; block++)
        {
            maps = layers.Convolution(maps, $"features.{4 * block}", padding: 1);
            maps = layers.MaxPool(layers.BatchNorm(maps, $"features.{(4 * block) + 1}").Relu(), 2, 2);
        }

        return maps;
    }
}
