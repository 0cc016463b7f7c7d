using MicroGenre.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="Vgg16"/>; the defaults are VGG-16's with the paper's head.</summary>
internal sealed record Vgg16Settings
{
    /// <summary>Number of feature maps in the five blocks.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [64, 128, 256, 512, 512];

    /// <summary>Number of units in the dense layers before the output layer.</summary>
    public IReadOnlyList<int> Head { get; init; } = [256, 128, 64];

    /// <summary>Dropout rate after each dense layer, 0 to 1.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>
    /// Height and width in pixels to which spectrograms are resized, at least 32 each; <see langword="null"/> to take them as they are.
    /// </summary>
    public IReadOnlyList<int>? Size { get; init; }

    /// <summary>Prefixes of the names of parameters that are not trained, such as <c>features.0</c>.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];
}

/// <summary>
/// VGG-16 (Simonyan and Zisserman 2015) on spectrograms, with the head of 256, 128 and 64 units of "segmentation-transfer-skip-rnn". Its
/// convolutions have torchvision's names (<c>features.0.weight</c> …). Input <c>[batch, rows, frames]</c>, at least 32×32, values from −1
/// to 1; output logits <c>[batch, classes]</c>.
/// </summary>
internal sealed class Vgg16 : nn.Module<Tensor, Tensor>, IFixedFirstStep
{
    /// <summary>Number of convolutions in each block, before its pool.</summary>
    public static readonly IReadOnlyList<int> ConvolutionsPerBlock = [2, 2, 3, 3, 3];

    private readonly ImageNetInput _input;
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

        _input = new ImageNetInput(settings.Size);
        features = Features(settings.Channels);
        avgpool = nn.AdaptiveAvgPool2d(7);
        classifier = Classifier(settings, settings.Channels[^1] * 7 * 7, classes);
        RegisterComponents();
        this.Freeze(settings.Freeze);
    }

    /// <inheritdoc/>
    public bool IsFixed => features.IsFrozen();

    /// <inheritdoc/>
    public Tensor Prepare(Tensor input) => avgpool.call(features.call(_input.From(input))).flatten(1);

    /// <inheritdoc/>
    public Tensor Classify(Tensor prepared) => classifier.call(prepared);

    public override Tensor forward(Tensor input) => Classify(Prepare(input));

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
