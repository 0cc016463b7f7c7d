namespace MicroGenre.Learning;

/// <summary>A feed-forward network with ReLU layers and a softmax, trained by Adam on mini-batches, as scikit-learn's MLPClassifier.</summary>
public sealed record MultilayerPerceptron : ILearner
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    /// <summary>Units of each hidden layer.</summary>
    public IReadOnlyList<int> HiddenLayers { get; init; } = [100];

    /// <summary>Learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>L2 penalty on the weights.</summary>
    public double Alpha { get; init; } = 1e-4;

    /// <summary>Samples per step.</summary>
    public int BatchSize { get; init; } = 200;

    /// <summary>Passes over the samples at most.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>Stops when the loss has not fallen by this much for <see cref="Patience"/> epochs.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Epochs without improvement after which training stops.</summary>
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
        for (var i = 0; i < batch.Length; i++)
        {
            var row = errors.AsSpan(i * classes, classes);
            Vectors.Softmax(row);
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

        // Glorot's uniform initial weights.
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

        public double[] Forward(double[] inputs, int count, bool rectify, FitOptions options)
        {
            var outputs = new double[count * _outputs];
            options.For(0, count, i => Forward(inputs.AsSpan(i * _inputs, _inputs), outputs.AsSpan(i * _outputs, _outputs), rectify));
            return outputs;
        }

        public void Forward(ReadOnlySpan<double> input, Span<double> output, bool rectify)
        {
            for (var unit = 0; unit < _outputs; unit++)
            {
                var sum = _bias[unit] + Vectors.Dot(_weight.AsSpan(unit * _inputs, _inputs), input);
                output[unit] = rectify ? Math.Max(0, sum) : sum;
            }
        }

        /// <summary>The errors of the layer below, which ends in a rectifier.</summary>
        public double[] Backward(double[] errors, double[] inputs, int count, FitOptions options)
        {
            var below = new double[count * _inputs];
            options.For(0, count, i =>
            {
                var row = below.AsSpan(i * _inputs, _inputs);
                for (var unit = 0; unit < _outputs; unit++)
                {
                    Vectors.AddScaled(row, errors[(i * _outputs) + unit], _weight.AsSpan(unit * _inputs, _inputs));
                }

                for (var input = 0; input < _inputs; input++)
                {
                    row[input] = inputs[(i * _inputs) + input] > 0 ? row[input] : 0;
                }
            });
            return below;
        }

        public void Update(double[] errors, double[] inputs, int count, double penalty, double rate, int step, FitOptions options)
        {
            var scaled = rate * Math.Sqrt(1 - Math.Pow(Beta2, step)) / (1 - Math.Pow(Beta1, step));
            options.For(0, _outputs, unit =>
            {
                var weight = _weight.AsSpan(unit * _inputs, _inputs);
                var gradient = new double[_inputs];
                Vectors.AddScaled(gradient, penalty, weight);
                var biasGradient = 0.0;
                for (var i = 0; i < count; i++)
                {
                    var error = errors[(i * _outputs) + unit];
                    Vectors.AddScaled(gradient, error, inputs.AsSpan(i * _inputs, _inputs));
                    biasGradient += error;
                }

                var offset = unit * (_inputs + 1);
                for (var input = 0; input < _inputs; input++)
                {
                    weight[input] -= scaled * Moment(offset + input, gradient[input]);
                }

                _bias[unit] -= scaled * Moment(offset + _inputs, biasGradient);
            });
        }

        public void AddTo(Dictionary<string, TensorData> weights, int index)
        {
            weights[$"layers.{index}.weight"] = new TensorData(_weight, _outputs, _inputs);
            weights[$"layers.{index}.bias"] = new TensorData(_bias, _outputs);
        }

        private double Moment(int i, double gradient)
        {
            _mean[i] = (Beta1 * _mean[i]) + ((1 - Beta1) * gradient);
            _square[i] = (Beta2 * _square[i]) + ((1 - Beta2) * gradient * gradient);
            return _mean[i] / (Math.Sqrt(_square[i]) + Epsilon);
        }
    }

    private sealed class Predictor(Layer[] layers) : IPredictor
    {
        public int Classes => layers[^1].Outputs;

        public void Predict(ReadOnlySpan<double> sample, Span<double> probabilities)
        {
            var values = sample;
            foreach (var layer in layers.AsSpan(0, layers.Length - 1))
            {
                var next = new double[layer.Outputs];
                layer.Forward(values, next, rectify: true);
                values = next;
            }

            layers[^1].Forward(values, probabilities, rectify: false);
            Vectors.Softmax(probabilities);
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
