using MicroGenre.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="LeNet"/>.</summary>
internal sealed record LeNetSettings
{
    /// <summary>Number of feature maps in the two convolutions.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [6, 16];

    /// <summary>Number of units in the first of the two dense layers.</summary>
    public int Dense { get; init; } = 120;

    /// <summary>Whether the input is pictures from files (<see cref="Signal.PictureSettings"/>) instead of spectrograms to draw.</summary>
    public bool Pictures { get; init; }
}

/// <summary>
/// The network of "cnn-mel-image": a spectrogram image, averaged over 4×4 pixels to 3×72×108, then LeNet-5's two 5×5 convolutions with 2×2
/// max pools and two dense layers. Input <c>[batch, rows, frames]</c>, values from −1 to 1, or pictures <c>[batch, 3·72, 108]</c>; output
/// logits <c>[batch, classes]</c>.
/// </summary>
internal sealed class LeNet : nn.Module<Tensor, Tensor>, IFixedFirstStep
{
    /// <summary>Side of the blocks of pixels that are averaged.</summary>
    public const int Pooling = 4;

    private readonly bool _pictures;
    private readonly Conv2d conv1;
    private readonly Conv2d conv2;
    private readonly Linear fc1;
    private readonly Linear fc2;

    public LeNet(LeNetSettings settings, int classes)
        : base(nameof(LeNet))
    {
        if (settings.Channels is not [> 0, > 0])
        {
            throw new InvalidRecipeException("channels must be two positive numbers.");
        }

        _pictures = settings.Pictures;
        conv1 = nn.Conv2d(3, settings.Channels[0], kernel_size: 5);
        conv2 = nn.Conv2d(settings.Channels[0], settings.Channels[1], kernel_size: 5);
        fc1 = nn.Linear(settings.Channels[1] * AfterConvolutions(PictureInput.Height) * AfterConvolutions(PictureInput.Width),
            settings.Dense);
        fc2 = nn.Linear(settings.Dense, classes);
        RegisterComponents();

        static int AfterConvolutions(int pixels) => (((pixels / Pooling) - 4) / 2 - 4) / 2;
    }

    /// <summary>Creates the network for an input.</summary>
    /// <exception cref="InvalidRecipeException">It expects pictures, and the recipe's features are others, or the other way
    /// round.</exception>
    public static LeNet For(LeNetSettings settings, Recipe recipe, int classes)
    {
        const int Height = PictureInput.Height / Pooling, Width = PictureInput.Width / Pooling;
        return settings.Pictures == recipe.Features is Signal.PictureSettings { Height: Height, Width: Width }
            ? new LeNet(settings, classes)
            : throw new InvalidRecipeException(
                $"recipe '{recipe.Name}': the parameter pictures of lenet goes with the feature picture of {Height}×{Width} pixels.");
    }

    public override Tensor forward(Tensor input) => Classify(Prepare(input));

    /// <summary>Draws the images, <c>[batch, 3, 72, 108]</c>.</summary>
    // A fixed memory order of the values: convolutions round differently in another.
    public Tensor Prepare(Tensor input) => (_pictures
        ? input.view(input.size(0), 3, PictureInput.Height / Pooling, PictureInput.Width / Pooling)
        : nn.functional.avg_pool2d(PictureInput.Draw(input), Pooling)).contiguous();

    /// <summary>Computes logits from such images.</summary>
    public Tensor Classify(Tensor prepared)
    {
        var maps = nn.functional.max_pool2d(conv1.call(ChannelsLast.Of(prepared)).relu(), 2);
        maps = nn.functional.max_pool2d(conv2.call(maps).relu(), 2);
        return fc2.call(fc1.call(maps.flatten(1)).relu());
    }
}
