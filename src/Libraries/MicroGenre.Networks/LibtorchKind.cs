using System.Runtime.InteropServices;
using MicroGenre.Learning;
using TorchSharp;

namespace MicroGenre.Networks;

/// <summary>Wraps a kind that needs libtorch: checks that libtorch is available and configures it.</summary>
internal class LibtorchKind(IClassifierKind inner) : IClassifierKind
{
    /// <summary>Wraps a kind and keeps the interfaces that it implements.</summary>
    public static IClassifierKind Of(IClassifierKind kind) =>
        kind is ILearnerKind learner ? new LibtorchLearnerKind(learner) : new LibtorchKind(kind);

    /// <inheritdoc/>
    public TrainingOutcome Train(TrainingTask task)
    {
        Prepare();
        var outcome = inner.Train(task);
        return outcome with
        {
            Libraries = new Dictionary<string, string>(outcome.Libraries, StringComparer.Ordinal)
            {
                [nameof(TorchSharp)] = typeof(torch).Assembly.GetName().Version!.ToString(3),
            },
        };
    }

    /// <inheritdoc/>
    public IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights)
    {
        Prepare();
        return inner.Load(recipe, labels, weights);
    }

    /// <inheritdoc/>
    public ClassifierSettings WithEpochsAtMost(ClassifierSettings settings, int epochs) => inner.WithEpochsAtMost(settings, epochs);

    /// <inheritdoc/>
    public ClassifierSettings? SharedPart(ClassifierSettings settings) => inner.SharedPart(settings);

    private static void Prepare()
    {
        NetworksUnavailableException.ThrowIfUnavailable(OperatingSystem.IsLinux(), RuntimeInformation.ProcessArchitecture);
        ProcessorKernels.Choose();
    }

    private sealed class LibtorchLearnerKind(ILearnerKind inner) : LibtorchKind(inner), ILearnerKind
    {
        public ILearner Learner(ClassifierSettings settings) => inner.Learner(settings);
    }
}
