using MicroGenre.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="Vgg16"/>; the defaults are VGG-16's with the paper's head.</summary>
internal sealed record Vgg16Settings
{
    /// <summary>Feature maps of the five blocks.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [64, 128, 256, 512, 512];

    /// <summary>Units of the dense layers before the output layer.</summary>
    public IReadOnlyList<int> Head { get; init; } = [256, 128, 64];

    /// <summary>Share of each dense layer's values that is dropped.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>Beginnings of the names of parameters that stay as they are, such as <c>features.0</c>.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];
}

/// <summary>
/// VGG-16 (Simonyan and Zisserman 2015) over spectrograms, with the head of 256, 128 and 64 units of "segmentation-transfer-skip-rnn". Its
/// convolutions have torchvision's names (<c>features.0.weight</c> …). Takes <c>[batch, rows, frames]</c> with values from −1 to 1, at
/// least 32×32, gives logits <c>[batch, classes]</c>.
/// </summary>
internal sealed class Vgg16 : nn.Module<Tensor, Tensor>
{
    /// <summary>Convolutions of each block, before its pool.</summary>
    public static readonly IReadOnlyList<int> ConvolutionsPerBlock = [2, 2, 3, 3, 3];

    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Sequential classifier;

    public Vgg16(Vgg16Settings settings, int classes)
        : base(nameof(Vgg16))
    {
        if (settings.Channels.Count != ConvolutionsPerBlock.Count)
        {
            throw new InvalidRecipeException($"channels must be {ConvolutionsPerBlock.Count} numbers, not {settings.Channels.Count}.");
        }

        features = Features(settings.Channels);
        avgpool = nn.AdaptiveAvgPool2d(7);
        classifier = Classifier(settings, settings.Channels[^1] * 7 * 7, classes);
        RegisterComponents();
        this.Freeze(settings.Freeze);
    }

    public override Tensor forward(Tensor input) => classifier.call(avgpool.call(features.call(ImageNetInput.From(input))).flatten(1));

    private static Sequential Features(IReadOnlyList<int> channels)
    {
        var layers = nn.Sequential();
        long inputs = 3;
        for (var block = 0; block < ConvolutionsPerBlock.Count; block++)
        {
            for (var i = 0; i < ConvolutionsPerBlock[block]; i++)
            {
                var convolution = nn.Conv2d(inputs, channels[block], kernel_size: 3, padding: 1);
                nn.init.kaiming_normal_(convolution.weight, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
                nn.init.zeros_(convolution.bias!);
                layers.append(convolution);
                layers.append(nn.ReLU(inplace: true));
                inputs = channels[block];
            }

            layers.append(nn.MaxPool2d(2));
        }

        return layers;
    }

    private static Sequential Classifier(Vgg16Settings settings, long inputs, int classes)
    {
        var layers = nn.Sequential();
        foreach (var units in settings.Head)
        {
            layers.append(nn.Linear(inputs, units));
            layers.append(nn.ReLU(inplace: true));
            layers.append(nn.Dropout(settings.Dropout));
            inputs = units;
        }

        return layers.append(nn.Linear(inputs, classes));
    }
}
