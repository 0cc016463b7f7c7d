using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="Cnn1d"/>.</summary>
internal sealed record Cnn1dSettings
{
    /// <summary>Feature maps of each of the convolutions.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [64, 64, 64];

    /// <summary>Frames that a convolution sees.</summary>
    public int Kernel { get; init; } = 5;

    /// <summary>Frames that are averaged into one after each convolution.</summary>
    public int Pool { get; init; } = 4;

    /// <summary>Spans of time that the last maps are averaged over before the dense layers, whatever the input's length is.</summary>
    public int Spans { get; init; } = 10;

    /// <summary>Units of the first dense layer.</summary>
    public int Dense { get; init; } = 64;

    /// <summary>Share of each block's values that is dropped.</summary>
    public double Dropout { get; init; } = 0.3;
}

/// <summary>
/// The 1-D network of "lstm-deep-features" over MFCC (30 × 646 frames, 15 s): three blocks of convolution along time, ReLU, average
/// pooling, batch norm and dropout; flattened into two dense layers. Takes <c>[batch, rows, frames]</c>, gives logits <c>[batch,
/// classes]</c>.
/// </summary>
internal sealed class Cnn1d : nn.Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly AdaptiveAvgPool1d spans;
    private readonly Linear fc1;
    private readonly Linear fc2;

    public Cnn1d(Cnn1dSettings settings, int rows, int classes)
        : base(nameof(Cnn1d))
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        long channels = rows;
        foreach (var maps in settings.Channels)
        {
            layers.Add(nn.Conv1d(channels, maps, settings.Kernel, padding: settings.Kernel / 2));
            layers.Add(nn.ReLU());
            layers.Add(nn.AvgPool1d(settings.Pool));
            layers.Add(nn.BatchNorm1d(maps));
            layers.Add(nn.Dropout(settings.Dropout));
            channels = maps;
        }

        features = nn.Sequential(layers);
        spans = nn.AdaptiveAvgPool1d(settings.Spans);
        fc1 = nn.Linear(channels * settings.Spans, settings.Dense);
        fc2 = nn.Linear(settings.Dense, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        fc2.call(fc1.call(spans.call(features.call(input)).flatten(1)).relu());
}
