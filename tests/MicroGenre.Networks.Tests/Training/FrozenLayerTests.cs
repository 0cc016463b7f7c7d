using System.Text.Json;
using MicroGenre.Learning;
using MicroGenre.Learning.Tests;
using MicroGenre.Networks.Architectures;
using MicroGenre.Networks.Weights;
using MicroGenre.Testing;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Tests.Training;

/// <summary>What is frozen stays as it was, statistics included, and is computed once.</summary>
[Collection(nameof(TorchTests))]
public sealed class FrozenLayerTests : IDisposable
{
    private static readonly string[] ResNetBase = ["conv1", "bn1", "layer1", "layer2", "layer3", "layer4"];

    private readonly TemporaryFolder _folder = new();

    public FrozenLayerTests() => NetworkKinds.Register();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Precision.Single, 0)]
    [InlineData(Precision.Single, 3)]
    [InlineData(Precision.BFloat16, 0)]
    public void Frozen_layers_keep_their_weights_and_the_statistics_of_batch_norm(Precision precision, double gain)
    {
        var start = _folder["start.safetensors"];
        Safetensors.Write(start, StateDict.Export(new ResNet34(Small([]), 3)));
        var recipe = ResNet(ResNetBase, start);
        recipe = recipe with
        {
            Training = recipe.Training with { Augmentation = new AugmentationSettings { GainDecibels = gain } },
        };
        using var trained = TrainingRun.Run(
            recipe, Examples.Separable(4, frames: 40), options: new TrainingOptions { Threads = 1, Precision = precision });

        AssertFrozen(Safetensors.Read(start), trained.StoredWeights(), ResNetBase, learnt: "fc.");
    }

    [Fact]
    public void Layers_that_are_not_frozen_go_on_to_learn_statistics()
    {
        var start = _folder["start.safetensors"];
        Safetensors.Write(start, StateDict.Export(new ResNet34(Small([]), 3)));
        using var trained = TrainingRun.Run(
            ResNet(["conv1", "bn1", "layer1"], start), Examples.Separable(4, frames: 40), options: new TrainingOptions { Threads = 1 });

        AssertFrozen(Safetensors.Read(start), trained.StoredWeights(), ["conv1", "bn1", "layer1"], learnt: "layer4.0.bn1.running_mean");
    }

    [Fact]
    public void A_frozen_base_is_a_fixed_first_step_and_gives_the_same_answers()
    {
        using var scope = NewDisposeScope();
        foreach (var network in new nn.Module<Tensor, Tensor>[]
        {
            new ResNet34(Small(ResNetBase), 3),
            new Vgg16(new Vgg16Settings { Channels = [4, 4, 4, 4, 4], Head = [8], Freeze = ["features"] }, 3),
        })
        {
            network.eval();
            var step = Assert.IsAssignableFrom<IFixedFirstStep>(network);
            var input = rand(2, 64, 40);

            Assert.True(step.IsFixed);
            Assert.Equal(network.forward(input).data<float>().ToArray(), step.Classify(step.Prepare(input)).data<float>().ToArray());
        }

        Assert.False(((IFixedFirstStep)new ResNet34(Small(["conv1", "bn1"]), 3)).IsFixed);
        Assert.False(((IFixedFirstStep)new Vgg16(new Vgg16Settings { Channels = [4, 4, 4, 4, 4], Head = [8] }, 3)).IsFixed);
    }

    [SharedDataFact]
    public void Weights_of_a_picture_classifier_stay_as_they_are_where_they_are_frozen()
    {
        var file = SharedData.PathOf("data", "pretrained", "resnet34-tiny-imagenet.safetensors");
        var all = GtzanSpectrograms.Read("valid");
        var few = new TrackSet(all.Genres, [.. all.Tracks.Where((_, i) => i % 25 == 0)
            .Select(track => track with { Features = track.Features.Slice(0, 64) })]);
        var recipe = RecipeCatalog.Find("resnet34-pretrained");
        recipe = recipe with
        {
            Classifier = new ClassifierSettings("resnet34", JsonSerializer.SerializeToElement(new { freeze = ResNetBase })),
            Training = recipe.Training with { InitialWeights = file, Epochs = 2 },
        };
        using var trained = TrainingRun.Run(recipe, few);

        AssertFrozen(Safetensors.Read(file), trained.StoredWeights(), ResNetBase, learnt: null);
    }

    private static ResNet34Settings Small(IReadOnlyList<string> frozen) =>
        new() { Channels = [4, 4, 8, 8], Blocks = [1, 1, 1, 1], Freeze = frozen };

    private static Recipe ResNet(IReadOnlyList<string> frozen, string start)
    {
        var recipe = Recipes.SmallNetwork(epochs: 2);
        return recipe with
        {
            Input = new InputSettings(),
            Classifier = new ClassifierSettings("resnet34", JsonSerializer.SerializeToElement(
                new { channels = new[] { 4, 4, 8, 8 }, blocks = new[] { 1, 1, 1, 1 }, freeze = frozen })),
            Training = recipe.Training with { InitialWeights = start },
        };
    }

    private static void AssertFrozen(
        IReadOnlyDictionary<string, TensorData> before, IReadOnlyDictionary<string, TensorData> after, IReadOnlyList<string> frozen,
        string? learnt)
    {
        foreach (var (name, values) in before.Where(pair => frozen.Any(part => pair.Key.StartsWith($"{part}.", StringComparison.Ordinal))))
        {
            Assert.True(values.ToSingle().SequenceEqual(after[name].ToSingle()), name);
        }

        if (learnt is not null)
        {
            Assert.Contains(before.Where(pair => pair.Key.StartsWith(learnt, StringComparison.Ordinal)),
                pair => !pair.Value.ToSingle().SequenceEqual(after[pair.Key].ToSingle()));
        }
    }
}
