using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="Cnn2d"/>.</summary>
internal sealed record Cnn2dSettings
{
    /// <summary>Number of feature maps in each block.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [32, 64, 96, 128];

    /// <summary>Dropout rate before the last layer, 0 to 1.</summary>
    public double Dropout { get; init; } = 0.5;
}

/// <summary>
/// A small convolutional network for spectrograms of any length: blocks of 3×3 convolution, batch norm, ReLU and 2×2 max pooling; mean and
/// maximum over the remaining frequency and time; dropout; one linear layer. Input <c>[batch, rows, frames]</c>, output logits <c>[batch,
/// classes]</c>.
/// </summary>
internal sealed class Cnn2d : nn.Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Dropout dropout;
    private readonly Linear classifier;

    public Cnn2d(Cnn2dSettings settings, int classes)
        : base(nameof(Cnn2d))
    {
        var layers = new List<nn.Module<Tensor, Tensor>>();
        var channels = 1;
        foreach (var maps in settings.Channels)
        {
            layers.Add(nn.Conv2d(channels, maps, kernel_size: 3, padding: 1, bias: false));
            layers.Add(nn.BatchNorm2d(maps));
            layers.Add(nn.ReLU(inplace: true));
            layers.Add(nn.MaxPool2d(2));
            channels = maps;
        }

        features = nn.Sequential(layers);
        dropout = nn.Dropout(settings.Dropout);
        classifier = nn.Linear(2 * channels, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var maps = features.forward(ChannelsLast.Of(input.unsqueeze(1)));
        var pooled = cat([maps.mean([2, 3]), maps.amax(2, 3)], dim: 1);
        return classifier.forward(dropout.forward(pooled));
    }
}
