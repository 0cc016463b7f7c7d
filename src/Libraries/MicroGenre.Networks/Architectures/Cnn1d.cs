using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="Cnn1d"/>.</summary>
internal sealed record Cnn1dSettings
{
    /// <summary>Number of feature maps in each convolution.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [64, 64, 64];

    /// <summary>Kernel size of the convolutions, in frames.</summary>
    public int Kernel { get; init; } = 5;

    /// <summary>Size of the average pool after each convolution, in frames.</summary>
    public int Pool { get; init; } = 4;

    /// <summary>Number of time spans over which the last maps are averaged, whatever the length of the input.</summary>
    public int Spans { get; init; } = 10;

    /// <summary>Number of units in the first dense layer.</summary>
    public int Dense { get; init; } = 64;

    /// <summary>Dropout rate after each block, 0 to 1.</summary>
    public double Dropout { get; init; } = 0.3;
}

/// <summary>
/// The 1-D network of "lstm-deep-features" on MFCC (30 × 646 frames, 15 s): three blocks of convolution along time, ReLU, average pooling,
/// batch norm and dropout, then two dense layers. Input <c>[batch, rows, frames]</c>, output logits <c>[batch, classes]</c>.
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
