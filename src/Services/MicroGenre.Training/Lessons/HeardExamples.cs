using MicroGenre.Learning;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Features;
using MicroGenre.Signal;

namespace MicroGenre.Training.Lessons;

/// <summary>The examples of a lesson: what a model hears of them.</summary>
/// <param name="settings">The features that the model wants.</param>
/// <param name="limits">The limit of all features together.</param>
internal sealed class HeardExamples(FeatureSettings settings, AudioLimits limits)
{
    private const int Most = 100;

    private readonly List<(string Name, TrackFeature Feature)> _examples = [];
    private long _bytes;

    /// <summary>The features that the model wants.</summary>
    public FeatureSettings Settings => settings;

    /// <summary>Takes another example.</summary>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: there are too many, or they are too long together.</exception>
    public void Add(string name, TrackFeature feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        _bytes += (long)feature.Matrix.Rows * feature.Matrix.Frames * sizeof(float);
        if (_examples.Count == Most || _bytes > limits.LargestFeatures)
        {
            throw RpcErrors.ResourceExhausted(_examples.Count == Most
                ? $"examples: at most {Most} are allowed."
                : $"examples: their features exceed the limit of {limits.LargestFeatures} bytes in total.");
        }

        _examples.Add((name.Length > 0 ? name : $"example {_examples.Count + 1}", feature));
    }

    /// <summary>Teaches a model by the examples.</summary>
    /// <exception cref="Grpc.Core.RpcException">FAILED_PRECONDITION: the model wants other features by now.</exception>
    /// <exception cref="TeachingException">The model cannot be taught so.</exception>
    public GenreModel Teach(GenreModel model, string genre)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Card.Recipe.Features == settings
            ? Teaching.Teach(model, genre, [.. _examples.Select(example => Example.Of(
                example.Name, model, model.Answer(example.Feature.Matrix).About(AudioExtraction.SoundOf(example.Feature.Audio))))])
            : throw RpcErrors.FailedPrecondition(
                $"{model.Card.Name} was replaced by a model of another kind while the examples were read; try again.");
    }
}
