using MicroGenre.Networks.Architectures;
using MicroGenre.Onnx.Graphs;

namespace MicroGenre.Onnx.Architectures;

/// <summary>CALM's encoder: convolutions, then the encoder of a sequence autoencoder.</summary>
internal static class CalmGraph
{
    /// <summary>Computes the values of each time step, <c>[windows, steps, values]</c>.</summary>
    /// <param name="layers">The layers of the network.</param>
    /// <param name="windows">The windows, <c>[windows, rows, frames]</c>.</param>
    /// <param name="settings">The pools of the convolutions.</param>
    /// <param name="name">The name of the convolutions among the weights.</param>
    public static GraphValue Steps(Layers layers, GraphValue windows, CalmCnnSettings settings, string name)
    {
        var maps = windows.Unsqueeze(1);
        for (var block = 0; block < settings.Pools.Count; block++)
        {
            var pool = settings.Pools[block];
            var convolved = layers.Convolution(maps, $"{name}.{4 * block}", padding: 1);
            maps = settings.Steps is { } steps && block + 1 == settings.Pools.Count
                ? layers.AdaptiveMax(layers.MaxPool(convolved, pool[0], 1), 3, steps).Relu()
                : layers.MaxPool(convolved, pool[0], pool[1]).Relu();
        }

        // [windows, maps, rows, steps]
        return maps.Transpose(0, 3, 1, 2).Reshape(0, 0, -1);
    }

    /// <summary>Computes the embedding of each window, <c>[windows, size]</c>.</summary>
    /// <inheritdoc cref="Steps"/>
    public static GraphValue Embedding(Layers layers, GraphValue windows, CalmCnnSettings settings) => layers.Linear(
        layers.LstmState(Steps(layers, windows, settings, "convolutions.features.layers"), "autoencoder.encoder.layers"),
        "autoencoder.embedding").Alone("Tanh");
}
