using MicroGenre.Learning;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Architectures;

/// <summary>Parameters of <see cref="CalmCnn"/>; the defaults are the paper's.</summary>
internal sealed record CalmCnnSettings
{
    /// <summary>
    /// The paper's pools: frequency × time of each layer. 128 bands × 647 frames become 1 × 6, not the 1 × 15 that the paper says.
    /// </summary>
    public static readonly IReadOnlyList<IReadOnlyList<int>> PaperPools = [[2, 2], [3, 3], [4, 4], [4, 4]];

    /// <summary>
    /// Pools of the same kind that do leave 15 steps of 647 frames (2 · 3 · 7 = 42, and ⌊647 / 42⌋ = 15), and the paper's single row.
    /// </summary>
    public static readonly IReadOnlyList<IReadOnlyList<int>> FifteenStepPools = [[2, 2], [3, 3], [4, 7], [4, 1]];

    /// <summary>Feature maps of every layer.</summary>
    public int Maps { get; init; } = 64;

    /// <summary>The max pool of each layer, frequency × time; as many layers as pools.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Pools { get; init; } = PaperPools;

    /// <summary>Share of each layer's values that is dropped.</summary>
    public double Dropout { get; init; } = 0.5;
}

/// <summary>
/// The convolutional part of CALM (Ghosal and Sarkar 2020): four layers of 64 maps of 3×3 with zero padding, ReLU, max pooling and dropout.
/// Takes <c>[batch, rows, frames]</c>, gives a sequence <c>[batch, steps, features]</c>, where a step's features are all maps of all
/// remaining rows.
/// </summary>
internal sealed class CalmCnn : nn.Module<Tensor, Tensor>
{
    private readonly Sequential layers;

    /// <param name="settings">The parameters.</param>
    /// <param name="rows">Rows of the input.</param>
    /// <exception cref="InvalidRecipeException">The pools leave no row, or are no pairs.</exception>
    public CalmCnn(CalmCnnSettings settings, int rows)
        : base(nameof(CalmCnn))
    {
        layers = nn.Sequential();
        var channels = 1;
        foreach (var pool in settings.Pools)
        {
            if (pool is not [> 0, > 0] || rows < pool[0])
            {
                throw new InvalidRecipeException(
                    $"pools must be pairs of positive numbers that leave at least one row; [{string.Join(", ", pool)}] does not.");
            }

            layers.append(nn.Conv2d(channels, settings.Maps, kernel_size: 3, padding: 1));
            // The paper's ReLU comes before the pool; after it the values are the same, and there are fewer of them.
            layers.append(nn.MaxPool2d((pool[0], pool[1])));
            layers.append(nn.ReLU());
            layers.append(nn.Dropout(settings.Dropout));
            channels = settings.Maps;
            rows /= pool[0];
        }

        FeaturesPerStep = channels * rows;
        FramesPerStep = settings.Pools.Aggregate(1, (frames, pool) => frames * pool[1]);
        RegisterComponents();
    }

    /// <summary>Features of a step of the sequence.</summary>
    public int FeaturesPerStep { get; }

    /// <summary>Frames that the pools leave one step of.</summary>
    public int FramesPerStep { get; }

    /// <param name="input"><c>[batch, rows, frames]</c>.</param>
    /// <exception cref="ArgumentException">There are too few frames for a step.</exception>
    public override Tensor forward(Tensor input) => input.size(2) >= FramesPerStep
        ? layers.call(input.unsqueeze(1)).flatten(1, 2).transpose(1, 2)
        : throw new ArgumentException(
            $"CALM's pools need tracks and crops of at least {FramesPerStep} frames, not {input.size(2)}.", nameof(input));
}

/// <summary>
/// <see cref="CalmCnn"/> with a linear layer on the mean over time, to train it with labels. Takes <c>[batch, rows, frames]</c>, gives
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

    /// <summary>The convolutional part: what the sequence autoencoder reads.</summary>
    public CalmCnn Convolutions => features;

    /// <inheritdoc/>
    public Tensor Features(Tensor input) => features.call(input).mean([1]);

    /// <summary>Logits of sequences that <see cref="Convolutions"/> gave.</summary>
    public Tensor Classify(Tensor sequence) => classifier.call(sequence.mean([1]));

    public override Tensor forward(Tensor input) => classifier.call(Features(input));
}
