using System.Runtime.ExceptionServices;

namespace MicroGenre.Learning;

/// <summary>A classical learner. Its properties are its parameters, with the meanings and defaults of scikit-learn.</summary>
public interface ILearner
{
    /// <summary>Fits the learner to labelled vectors.</summary>
    /// <param name="samples">The training vectors; all values must be finite.</param>
    /// <param name="labels">The class of each vector, 0 … <paramref name="classes"/> − 1. Classes without vectors are allowed and never
    /// predicted.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="options">Seed, threads and cancellation.</param>
    /// <exception cref="ArgumentException">A value is not finite, or a label is out of range.</exception>
    /// <exception cref="InvalidRecipeException">A parameter is out of range.</exception>
    IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options);

    /// <summary>Restores a predictor from its <see cref="IPredictor.Weights"/>.</summary>
    /// <exception cref="InvalidDataException">The weights belong to another learner.</exception>
    IPredictor Load(IReadOnlyDictionary<string, TensorData> weights);
}

/// <summary>A fitted learner. Implementations are thread-safe.</summary>
public interface IPredictor
{
    /// <summary>Number of classes.</summary>
    int Classes { get; }

    /// <summary>Computes the probability of each class for one vector; they sum to 1.</summary>
    /// <param name="sample">The vector, <c>[width]</c>.</param>
    /// <param name="probabilities">Receives the probabilities, <c>[classes]</c>.</param>
    void Predict(ReadOnlySpan<double> sample, Span<double> probabilities);

    /// <summary>The learned parameters, by name.</summary>
    IReadOnlyDictionary<string, TensorData> Weights();
}

/// <summary>A predictor that handles many vectors at once faster than one by one, with the same probabilities.</summary>
internal interface IBatchPredictor : IPredictor
{
    /// <summary>Computes the probabilities of each vector, <c>[samples, classes]</c>.</summary>
    double[] PredictAll(Samples samples);

    /// <inheritdoc/>
    void IPredictor.Predict(ReadOnlySpan<double> sample, Span<double> probabilities) =>
        PredictAll(new Samples(1, sample.Length, sample.ToArray())).CopyTo(probabilities);
}

/// <summary>Options for fitting a classical learner.</summary>
/// <param name="Seed">Seed of all random choices.</param>
/// <param name="Threads">Number of threads; it does not affect the result.</param>
/// <param name="Cancellation">Cancels the fit.</param>
public sealed record FitOptions(int Seed = 1, int Threads = 1, CancellationToken Cancellation = default)
{
    /// <summary>Whether a linear discriminant keeps the space that new genres are taught in.</summary>
    internal bool KeepSpace { get; init; }

    /// <summary>
    /// Runs <paramref name="action"/> for each number from <paramref name="from"/> to <paramref name="to"/> − 1 on the available threads.
    /// </summary>
    internal void For(int from, int to, Action<int> action)
    {
        if (Threads > 1)
        {
            try
            {
                Parallel.For(from, to, new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = Cancellation }, action);
            }
            catch (AggregateException e)
            {
                // Rethrows the exception itself, as on one thread.
                ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
            }

            return;
        }

        for (var i = from; i < to; i++)
        {
            action(i);
        }
    }
}

/// <summary>Extension methods for predictors and learners.</summary>
/// <example><code>
/// static double Accuracy(IPredictor predictor, Samples samples, int[] labels) => Predictors.Accuracy(predictor, samples, labels);
/// </code></example>
public static class Predictors
{
    /// <summary>Computes the probabilities of each vector.</summary>
    public static double[][] Predict(this IPredictor predictor, Samples samples)
    {
        if (predictor is IBatchPredictor batch)
        {
            return [.. batch.PredictAll(samples).Chunk(predictor.Classes)];
        }

        var probabilities = new double[samples.Count][];
        for (var i = 0; i < samples.Count; i++)
        {
            predictor.Predict(samples.Row(i), probabilities[i] = new double[predictor.Classes]);
        }

        return probabilities;
    }

    /// <summary>Computes the accuracy: the share of vectors whose most probable class is the right one.</summary>
    public static double Accuracy(this IPredictor predictor, Samples samples, IReadOnlyList<int> labels) =>
        predictor.Predict(samples).Where((row, i) => Vectors.ArgMax(row) == labels[i]).Count() / (double)samples.Count;

    internal static void CheckFit(Samples samples, IReadOnlyList<int> labels, int classes)
    {
        if (labels.Count != samples.Count)
        {
            throw new ArgumentException($"{samples.Count} samples have {labels.Count} labels.", nameof(labels));
        }

        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes)
            {
                throw new ArgumentException($"Sample {i} has label {labels[i]}, but there are {classes} classes.", nameof(labels));
            }
        }

        if (!Vectors.AreFinite(samples.Values))
        {
            var index = Array.FindIndex(samples.Values, value => !double.IsFinite(value));
            throw new ArgumentException(
                $"Sample {index / samples.Width} has {samples.Values[index]} as its value {index % samples.Width}.", nameof(samples));
        }
    }

    /// <exception cref="InvalidRecipeException">A learner's parameter is out of range.</exception>
    internal static void Require(bool condition, string rule)
    {
        if (!condition)
        {
            throw new InvalidRecipeException($"A learner's parameter is out of range: {rule}.");
        }
    }

    /// <summary>Returns a stored array, or throws an error that names it.</summary>
    internal static TensorData Require(this IReadOnlyDictionary<string, TensorData> weights, string name) =>
        weights.TryGetValue(name, out var tensor) ? tensor : throw new InvalidDataException($"The weights lack '{name}'.");
}
