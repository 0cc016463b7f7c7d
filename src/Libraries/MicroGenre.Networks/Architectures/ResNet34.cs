using MicroGenre.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="ResNet34"/>; the defaults are ResNet-34's.</summary>
internal sealed record ResNet34Settings
{
    /// <summary>Number of feature maps in the four stages.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [64, 128, 256, 512];

    /// <summary>Number of blocks in the four stages.</summary>
    public IReadOnlyList<int> Blocks { get; init; } = [3, 4, 6, 3];

    /// <summary>Dropout rate before the output layer, 0 to 1.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// Height and width in pixels to which spectrograms are resized, at least 32 each; <see langword="null"/> to take them as they are.
    /// </summary>
    public IReadOnlyList<int>? Size { get; init; }

    /// <summary>Prefixes of the names of parameters that are not trained, such as <c>layer1</c>.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];
}

/// <summary>
/// ResNet-34 (He et al. 2016) on spectrograms, with torchvision's parameter names (<c>layer1.0.conv1.weight</c> …). Input <c>[batch, rows,
/// frames]</c>, at least 32×32, values from −1 to 1; output logits <c>[batch, classes]</c>.
/// </summary>
internal sealed class ResNet34 : nn.Module<Tensor, Tensor>, IDeepFeatures, IFixedFirstStep
{
    private readonly ImageNetInput _input;
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly MaxPool2d maxpool;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Dropout dropout;
    private readonly Linear fc;

    public ResNet34(ResNet34Settings settings, int classes)
        : base(nameof(ResNet34))
    {
        var (channels, blocks) = (settings.Channels, settings.Blocks);
        if (channels.Count != 4 || blocks.Count != 4)
        {
            throw new InvalidRecipeException("channels and blocks must be four numbers each.");
        }

        _input = new ImageNetInput(settings.Size);
        conv1 = nn.Conv2d(3, channels[0], kernel_size: 7, stride: 2, padding: 3, bias: false);
        bn1 = nn.BatchNorm2d(channels[0]);
        maxpool = nn.MaxPool2d(3, stride: 2, padding: 1);
        layer1 = Stage(channels[0], channels[0], blocks[0], stride: 1);
        layer2 = Stage(channels[0], channels[1], blocks[1], stride: 2);
        layer3 = Stage(channels[1], channels[2], blocks[2], stride: 2);
        layer4 = Stage(channels[2], channels[3], blocks[3], stride: 2);
        avgpool = nn.AdaptiveAvgPool2d(1);
        dropout = nn.Dropout(settings.Dropout);
        fc = nn.Linear(channels[3], classes);
        RegisterComponents();
        apply(Initialize);
        this.Freeze(settings.Freeze);
    }

    /// <inheritdoc/>
    public Tensor Features(Tensor input)
    {
        var maps = maxpool.call(bn1.call(conv1.call(_input.From(input))).relu_());
        maps = layer4.call(layer3.call(layer2.call(layer1.call(maps))));
        return avgpool.call(maps).flatten(1);
    }

    /// <inheritdoc/>
    public bool IsFixed => new nn.Module[] { conv1, bn1, layer1, layer2, layer3, layer4 }.All(part => part.IsFrozen());

    /// <inheritdoc/>
    public Tensor Prepare(Tensor input) => Features(input);

    /// <inheritdoc/>
    public Tensor Classify(Tensor prepared) => fc.call(dropout.call(prepared));

    public override Tensor forward(Tensor input) => Classify(Features(input));

    private static Sequential Stage(long inputs, long outputs, int blocks, long stride)
    {
        var stage = nn.Sequential(new ResidualBlock(inputs, outputs, stride));
        for (var block = 1; block < blocks; block++)
        {
            stage.append(new ResidualBlock(outputs, outputs, stride: 1));
        }

        return stage;
    }

    private static void Initialize(nn.Module module)
    {
        if (module is Conv2d convolution)
        {
            nn.init.kaiming_normal_(convolution.weight, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
        }
    }
}

/// <summary>Two 3×3 convolutions with a residual connection; the input is projected if its shape changes.</summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;

    public ResidualBlock(long inputs, long outputs, long stride)
        : base(nameof(ResidualBlock))
    {
        conv1 = nn.Conv2d(inputs, outputs, kernel_size: 3, stride: stride, padding: 1, bias: false);
        bn1 = nn.BatchNorm2d(outputs);
        conv2 = nn.Conv2d(outputs, outputs, kernel_size: 3, padding: 1, bias: false);
        bn2 = nn.BatchNorm2d(outputs);
        if (stride != 1 || inputs != outputs)
        {
            downsample = nn.Sequential(nn.Conv2d(inputs, outputs, kernel_size: 1, stride: stride, bias: false), nn.BatchNorm2d(outputs));
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var change = bn2.call(conv2.call(bn1.call(conv1.call(input)).relu_()));
        return change.add_(downsample?.call(input) ?? input).relu_();
    }
}
