using System.Runtime.ExceptionServices;

namespace MicroGenre.Learning;

/// <summary>A learner of the classical kind: its properties are its parameters, with scikit-learn's meanings and defaults.</summary>
public interface ILearner
{
    /// <summary>Learns from labelled vectors.</summary>
    /// <param name="samples">The vectors; every value a finite number.</param>
    /// <param name="labels">The class of each vector, 0 … <paramref name="classes"/> − 1. Classes without a vector are allowed and never
    /// predicted.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="options">Seed, threads and cancellation.</param>
    /// <exception cref="ArgumentException">A value that is not a number, or a label out of range.</exception>
    /// <exception cref="InvalidRecipeException">A parameter is out of range.</exception>
    IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options);

    /// <summary>The predictor that <see cref="IPredictor.Weights"/> came from.</summary>
    /// <exception cref="InvalidDataException">The weights are another learner's.</exception>
    IPredictor Load(IReadOnlyDictionary<string, TensorData> weights);
}

/// <summary>What a <see cref="ILearner"/> has learnt. It may be used from several threads at once.</summary>
public interface IPredictor
{
    /// <summary>How many classes there are.</summary>
    int Classes { get; }

    /// <summary>The probability of each class for one vector; they sum to 1.</summary>
    /// <param name="sample">The vector.</param>
    /// <param name="probabilities">Where they go, <c>[classes]</c>.</param>
    void Predict(ReadOnlySpan<double> sample, Span<double> probabilities);

    /// <summary>Everything that was learnt, by name.</summary>
    IReadOnlyDictionary<string, TensorData> Weights();
}

/// <summary>A predictor that answers many vectors at once in less time than one by one, with the same probabilities.</summary>
internal interface IBatchPredictor : IPredictor
{
    /// <summary>The probabilities of each vector, <c>[samples, classes]</c>.</summary>
    double[] PredictAll(Samples samples);

    /// <inheritdoc/>
    void IPredictor.Predict(ReadOnlySpan<double> sample, Span<double> probabilities) =>
        PredictAll(new Samples(1, sample.Length, sample.ToArray())).CopyTo(probabilities);
}

/// <summary>How a classical learner is fitted.</summary>
/// <param name="Seed">Where its random choices start.</param>
/// <param name="Threads">Threads to use; the result does not depend on it.</param>
/// <param name="Cancellation">Stops the fit.</param>
public sealed record FitOptions(int Seed = 1, int Threads = 1, CancellationToken Cancellation = default)
{
    /// <summary>
    /// Does something for each number from <paramref name="from"/> to before <paramref name="to"/>, on as many threads as there may be.
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
                // As on one thread.
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

/// <summary>Conveniences over every predictor and learner.</summary>
/// <example><code>
/// static double Accuracy(IPredictor predictor, Samples samples, int[] labels) => Predictors.Accuracy(predictor, samples, labels);
/// </code></example>
public static class Predictors
{
    /// <summary>The probabilities of each vector.</summary>
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

    /// <summary>The share of vectors whose most probable class is the right one.</summary>
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

    /// <exception cref="InvalidRecipeException">A learner's parameter breaks the rule.</exception>
    internal static void Require(bool condition, string rule)
    {
        if (!condition)
        {
            throw new InvalidRecipeException($"A learner's parameter is out of range: {rule}.");
        }
    }

    /// <summary>A stored array, or a clear error.</summary>
    internal static TensorData Require(this IReadOnlyDictionary<string, TensorData> weights, string name) =>
        weights.TryGetValue(name, out var tensor) ? tensor : throw new InvalidDataException($"The weights lack '{name}'.");
}
