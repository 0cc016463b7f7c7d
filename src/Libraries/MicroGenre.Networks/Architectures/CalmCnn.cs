using MicroGenre.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="CalmCnn"/>; the defaults are the paper's.</summary>
internal sealed record CalmCnnSettings
{
    /// <summary>
    /// The paper's pools, frequency × time for each layer. They reduce 128 bands × 647 frames to 1 × 6, not to 1 × 15 as the paper states.
    /// </summary>
    public static readonly IReadOnlyList<IReadOnlyList<int>> PaperPools = [[2, 2], [3, 3], [4, 4], [4, 4]];

    /// <summary>
    /// Similar pools that reduce 647 frames to 15 steps (2 · 3 · 7 = 42, and ⌊647 / 42⌋ = 15) and the bands to one row, as the paper
    /// states.
    /// </summary>
    public static readonly IReadOnlyList<IReadOnlyList<int>> FifteenStepPools = [[2, 2], [3, 3], [4, 7], [4, 1]];

    /// <summary>Number of feature maps in every layer.</summary>
    public int Maps { get; init; } = 64;

    /// <summary>The max pool of each layer, frequency × time. There are as many layers as pools.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Pools { get; init; } = PaperPools;

    /// <summary>
    /// Number of steps of the sequence: the last pool divides time into as many parts of equal length, whatever the length of a track.
    /// <see langword="null"/> for the last pool as it is.
    /// </summary>
    public int? Steps { get; init; }

    /// <summary>Dropout rate after each layer, from 0 to less than 1.</summary>
    public double Dropout { get; init; } = 0.5;
}

/// <summary>
/// The convolutional part of CALM (Ghosal and Sarkar 2020): four layers of 64 maps of 3×3 with zero padding, ReLU, max pooling and dropout.
/// Input <c>[batch, rows, frames]</c>, output a sequence <c>[batch, steps, features]</c>; the features of a step are all maps of all
/// remaining rows.
/// </summary>
internal sealed class CalmCnn : nn.Module<Tensor, Tensor>
{
    private readonly Sequential layers;

    /// <param name="settings">The network's parameters.</param>
    /// <param name="rows">Number of input rows.</param>
    /// <exception cref="InvalidRecipeException">The pools are not pairs, or leave no row.</exception>
    public CalmCnn(CalmCnnSettings settings, int rows)
        : base(nameof(CalmCnn))
    {
        if (settings.Steps is <= 0)
        {
            throw new InvalidRecipeException($"steps must be positive, not {settings.Steps}.");
        }

        layers = nn.Sequential();
        LeastFrames = 1;
        var channels = 1;
        foreach (var (i, pool) in settings.Pools.Index())
        {
            if (pool is not [> 0, > 0] || rows < pool[0])
            {
                throw new InvalidRecipeException(
                    $"pools must be pairs of positive numbers that leave at least one row; [{string.Join(", ", pool)}] does not.");
            }

            layers.append(nn.Conv2d(channels, settings.Maps, kernel_size: 3, padding: 1));
            // The paper applies ReLU before the pool. Applying it after the pool gives the same values with less work.
            if (settings.Steps is { } steps && i + 1 == settings.Pools.Count)
            {
                layers.append(nn.AdaptiveMaxPool2d([rows / pool[0], steps]));
            }
            else
            {
                layers.append(nn.MaxPool2d((pool[0], pool[1])));
                LeastFrames *= pool[1];
            }

            layers.append(nn.ReLU());
            layers.append(new MaskDropout(settings.Dropout));
            channels = settings.Maps;
            rows /= pool[0];
        }

        FeaturesPerStep = channels * rows;
        RegisterComponents();
    }

    /// <summary>Number of features in each step of the sequence.</summary>
    public int FeaturesPerStep { get; }

    /// <summary>The least number of frames of which the pools leave any.</summary>
    public int LeastFrames { get; }

    /// <param name="input">The input, <c>[batch, rows, frames]</c>.</param>
    /// <exception cref="ArgumentException">There are too few frames for one step.</exception>
    public override Tensor forward(Tensor input) => input.size(2) >= LeastFrames
        ? layers.call(ChannelsLast.Of(input.unsqueeze(1))).flatten(1, 2).transpose(1, 2)
        : throw new ArgumentException(
            $"CALM's pools need tracks and crops of at least {LeastFrames} frames, not {input.size(2)}.", nameof(input));
}

/// <summary>
/// <see cref="CalmCnn"/> with a linear layer on the mean over time, for training with labels. Input <c>[batch, rows, frames]</c>, output
/// logits <c>[batch, classes]</c>.
/// </summary>
internal sealed class CalmCnnClassifier : nn.Module<Tensor, Tensor>, IDeepFeatures
{
    private readonly CalmCnn features;
    private readonly Linear classifier;

    public CalmCnnClassifier(CalmCnnSettings settings, int rows, int classes)
        : base(nameof(CalmCnnClassifier))
    {
        features = new CalmCnn(settings, rows);
        classifier = nn.Linear(features.FeaturesPerStep, classes);
        RegisterComponents();
    }

    /// <summary>The convolutional part, whose output the sequence autoencoder reads.</summary>
    public CalmCnn Convolutions => features;

    /// <inheritdoc/>
    public Tensor Features(Tensor input) => features.call(input).mean([1]);

    /// <summary>Computes logits from the output of <see cref="Convolutions"/>.</summary>
    public Tensor Classify(Tensor sequence) => classifier.call(sequence.mean([1]));

    public override Tensor forward(Tensor input) => classifier.call(Features(input));
}
