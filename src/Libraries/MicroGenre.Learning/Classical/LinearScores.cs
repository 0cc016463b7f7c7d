namespace MicroGenre.Learning;

/// <summary>A linear predictor: the score of each class is linear in the values, and probabilities are the softmax of the scores.</summary>
internal sealed class LinearScores : IBatchPredictor
{
    /// <summary>The name of <see cref="Known"/> among the weights.</summary>
    internal const string KnownName = "known";

    private readonly double[] _weight;
    private readonly double[] _bias;
    private readonly int _width;
    private readonly Lazy<PackedMatrix> _packed;

    /// <param name="weight"><c>[classes, width]</c>.</param>
    /// <param name="bias"><c>[classes]</c>.</param>
    public LinearScores(double[] weight, double[] bias)
    {
        (_weight, _bias) = (weight, bias);
        Known = bias.Length;
        _width = weight.Length / bias.Length;
        _packed = new Lazy<PackedMatrix>(() => PackedMatrix.OfTransposed(_weight, _width, Classes));
    }

    public int Classes => _bias.Length;

    /// <summary>The score of each class for a vector of zeros, <c>[classes]</c>.</summary>
    public IReadOnlyList<double> Bias => _bias;

    /// <summary>What each value adds to the score of a class for each unit, <c>[width]</c>.</summary>
    public ReadOnlySpan<double> WeightOf(int label) => _weight.AsSpan(label * _width, _width);

    /// <summary>How many of the classes were learnt together; those that follow were taught later, one after the other.</summary>
    public int Known { get; init; }

    /// <summary>The space that new classes are taught in; <see langword="null"/> unless it was asked for when this was fitted.</summary>
    public GenreSpace? Space { get; init; }

    public static LinearScores From(IReadOnlyDictionary<string, TensorData> weights) =>
        new(weights.Require("weight").ToDouble(), weights.Require("bias").ToDouble()) { Known = KnownOf(weights) };

    public double[] PredictAll(Samples samples)
    {
        var scores = new double[samples.Count * Classes];
        for (var i = 0; i < samples.Count; i++)
        {
            _bias.CopyTo(scores, i * Classes);
        }

        _packed.Value.AddProduct(samples.Values, samples.Count, scores, new FitOptions());
        Vectors.Softmax(scores, Classes);
        return scores;
    }

    public IReadOnlyDictionary<string, TensorData> Weights()
    {
        var weights = new Dictionary<string, TensorData>(StringComparer.Ordinal)
        {
            ["weight"] = new(_weight, Classes, _width),
            ["bias"] = new(_bias, Classes),
        };
        if (Known < Classes)
        {
            weights[KnownName] = new TensorData([(long)Known], 1);
        }

        return weights;
    }

    private static int KnownOf(IReadOnlyDictionary<string, TensorData> weights)
    {
        var classes = weights.Require("bias").Count;
        var known = weights.TryGetValue(KnownName, out var tensor) ? tensor.ToInt64() : [classes];
        return known is [>= 1 and var count] && count <= classes ? (int)count
            : throw new InvalidDataException(
                $"The weights say that [{string.Join(", ", known)}] of {classes} classes were learnt together.");
    }
}
