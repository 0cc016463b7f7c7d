using System.Numerics;

namespace MicroGenre.Learning;

/// <summary>
/// A feed-forward network with ReLU layers and softmax output, trained with Adam on mini-batches, like scikit-learn's MLPClassifier.
/// </summary>
public sealed record MultilayerPerceptron : ILearner
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    /// <summary>Number of units in each hidden layer.</summary>
    public IReadOnlyList<int> HiddenLayers { get; init; } = [100];

    /// <summary>Learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>L2 penalty on the weights.</summary>
    public double Alpha { get; init; } = 1e-4;

    /// <summary>Number of samples per step.</summary>
    public int BatchSize { get; init; } = 200;

    /// <summary>Maximum number of epochs.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>Minimum decrease of the loss that counts as an improvement (see <see cref="Patience"/>).</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Number of epochs without improvement after which training stops.</summary>
    public int Patience { get; init; } = 10;

    /// <inheritdoc/>
    public IPredictor Fit(Samples samples, IReadOnlyList<int> labels, int classes, FitOptions options)
    {
        Predictors.CheckFit(samples, labels, classes);
        Predictors.Require(HiddenLayers.All(units => units > 0), "hiddenLayers must be positive");
        Predictors.Require(BatchSize > 0 && Epochs > 0, "batchSize and epochs must be positive");
        var random = new SeededRandom(options.Seed);
        int[] sizes = [samples.Width, .. HiddenLayers, classes];
        var layers = Enumerable.Range(0, sizes.Length - 1).Select(i => new Layer(sizes[i], sizes[i + 1], random)).ToArray();
        var (best, stale, step) = (double.PositiveInfinity, 0, 0);
        for (var epoch = 0; epoch < Epochs && stale < Patience; epoch++)
        {
            var order = random.Permutation(samples.Count);
            var loss = 0.0;
            foreach (var batch in order.Chunk(BatchSize))
            {
                options.Cancellation.ThrowIfCancellationRequested();
                loss += Step(layers, samples, labels, batch, ++step, options);
            }

            loss /= samples.Count;
            stale = loss > best - Tolerance ? stale + 1 : 0;
            best = Math.Min(best, loss);
        }

        return new Predictor(layers);
    }

    /// <inheritdoc/>
    public IPredictor Load(IReadOnlyDictionary<string, TensorData> weights)
    {
        var layers = new List<Layer>();
        while (weights.TryGetValue($"layers.{layers.Count}.weight", out var weight))
        {
            layers.Add(new Layer(weight, weights.Require($"layers.{layers.Count}.bias")));
        }

        return layers.Count > 0 ? new Predictor([.. layers]) : throw new InvalidDataException("The weights lack 'layers.0.weight'.");
    }

    private double Step(Layer[] layers, Samples samples, IReadOnlyList<int> labels, int[] batch, int step, FitOptions options)
    {
        var inputs = new double[layers.Length + 1][];
        inputs[0] = samples.Select(batch).Values;
        for (var i = 0; i < layers.Length; i++)
        {
            inputs[i + 1] = layers[i].Forward(inputs[i], batch.Length, rectify: i + 1 < layers.Length, options);
        }

        var errors = inputs[^1];
        var (classes, loss) = (errors.Length / batch.Length, 0.0);
        Vectors.Softmax(errors, classes);
        for (var i = 0; i < batch.Length; i++)
        {
            var row = errors.AsSpan(i * classes, classes);
            loss -= Math.Log(Math.Max(row[labels[batch[i]]], double.Epsilon));
            row[labels[batch[i]]] -= 1;
            foreach (ref var error in row)
            {
                error /= batch.Length;
            }
        }

        for (var i = layers.Length - 1; i >= 0; i--)
        {
            var below = i > 0 ? layers[i].Backward(errors, inputs[i], batch.Length, options) : [];
            layers[i].Update(errors, inputs[i], batch.Length, Alpha / batch.Length, LearningRate, step, options);
            errors = below;
        }

        return loss;
    }

    private sealed class Layer
    {
        private readonly int _inputs;
        private readonly int _outputs;
        private readonly double[] _weight;
        private readonly double[] _bias;
        private readonly double[] _mean;
        private readonly double[] _square;

        // Glorot-uniform initial weights.
        public Layer(int inputs, int outputs, SeededRandom random)
            : this(inputs, outputs, new double[outputs * inputs], new double[outputs])
        {
            var bound = Math.Sqrt(6.0 / (inputs + outputs));
            foreach (ref var weight in _weight.AsSpan())
            {
                weight = bound * ((2 * random.NextDouble()) - 1);
            }
        }

        public Layer(TensorData weight, TensorData bias)
            : this((int)weight.Shape[1], (int)weight.Shape[0], weight.ToDouble(), bias.ToDouble())
        {
        }

        private Layer(int inputs, int outputs, double[] weight, double[] bias)
        {
            (_inputs, _outputs, _weight, _bias) = (inputs, outputs, weight, bias);
            (_mean, _square) = (new double[outputs * (inputs + 1)], new double[outputs * (inputs + 1)]);
        }

        public int Outputs => _outputs;

        /// <summary>
        /// Computes the output of each unit for each sample, <c>[count, outputs]</c>, with ReLU if <paramref name="rectify"/> is set.
        /// </summary>
        public double[] Forward(double[] inputs, int count, bool rectify, FitOptions options)
        {
            var outputs = new double[count * _outputs];
            for (var i = 0; i < count; i++)
            {
                _bias.CopyTo(outputs, i * _outputs);
            }

            PackedMatrix.OfTransposed(_weight, _inputs, _outputs).AddProduct(inputs, count, outputs, options);
            if (rectify)
            {
                Vectors.Rectify(outputs, outputs);
            }

            return outputs;
        }

        /// <summary>Propagates errors to the layer below, which ends in a ReLU.</summary>
        public double[] Backward(double[] errors, double[] inputs, int count, FitOptions options)
        {
            var below = new double[count * _inputs];
            PackedMatrix.Of(_weight, _outputs, _inputs).AddProduct(errors, count, below, options);
            Vectors.Rectify(below, inputs);
            return below;
        }

        public void Update(double[] errors, double[] inputs, int count, double penalty, double rate, int step, FitOptions options)
        {
            var gradient = new double[_weight.Length];
            Vectors.AddScaled(gradient, penalty, _weight);
            PackedMatrix.Of(inputs, count, _inputs).AddTransposedProduct(errors, _outputs, gradient, options);
            var biasGradient = new double[_outputs];
            for (var i = 0; i < count; i++)
            {
                Vectors.AddScaled(biasGradient, 1, errors.AsSpan(i * _outputs, _outputs));
            }

            var scaled = rate * Math.Sqrt(1 - Math.Pow(Beta2, step)) / (1 - Math.Pow(Beta1, step));
            Move(_weight, gradient, _mean, _square, scaled);
            Move(_bias, biasGradient, _mean.AsSpan(_weight.Length), _square.AsSpan(_weight.Length), scaled);
        }

        public void AddTo(Dictionary<string, TensorData> weights, int index)
        {
            weights[$"layers.{index}.weight"] = new TensorData(_weight, _outputs, _inputs);
            weights[$"layers.{index}.bias"] = new TensorData(_bias, _outputs);
        }

        // One step of Adam.
        private static void Move(Span<double> values, ReadOnlySpan<double> gradient, Span<double> mean, Span<double> square, double rate)
        {
            var i = 0;
            for (; i + Vector<double>.Count <= values.Length; i += Vector<double>.Count)
            {
                var slope = new Vector<double>(gradient[i..]);
                var first = (Beta1 * new Vector<double>(mean[i..])) + ((1 - Beta1) * slope);
                var second = (Beta2 * new Vector<double>(square[i..])) + ((1 - Beta2) * slope * slope);
                first.CopyTo(mean[i..]);
                second.CopyTo(square[i..]);
                (new Vector<double>(values[i..]) - (rate * first / (Vector.SquareRoot(second) + new Vector<double>(Epsilon))))
                    .CopyTo(values[i..]);
            }

            for (; i < values.Length; i++)
            {
                mean[i] = (Beta1 * mean[i]) + ((1 - Beta1) * gradient[i]);
                square[i] = (Beta2 * square[i]) + ((1 - Beta2) * gradient[i] * gradient[i]);
                values[i] -= rate * mean[i] / (Math.Sqrt(square[i]) + Epsilon);
            }
        }
    }

    private sealed class Predictor(Layer[] layers) : IBatchPredictor
    {
        public int Classes => layers[^1].Outputs;

        public double[] PredictAll(Samples samples)
        {
            var values = samples.Values;
            for (var i = 0; i < layers.Length; i++)
            {
                values = layers[i].Forward(values, samples.Count, rectify: i + 1 < layers.Length, new FitOptions());
            }

            Vectors.Softmax(values, Classes);
            return values;
        }

        public IReadOnlyDictionary<string, TensorData> Weights()
        {
            var weights = new Dictionary<string, TensorData>(StringComparer.Ordinal);
            for (var i = 0; i < layers.Length; i++)
            {
                layers[i].AddTo(weights, i);
            }

            return weights;
        }
    }
}
