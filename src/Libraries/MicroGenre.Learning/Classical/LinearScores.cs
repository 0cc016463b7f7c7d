namespace MicroGenre.Learning;

/// <summary>A predictor whose score for each class is linear in the values, and whose probabilities are the scores' softmax.</summary>
internal sealed class LinearScores : IPredictor
{
    private readonly double[] _weight;
    private readonly double[] _bias;
    private readonly int _width;

    /// <param name="weight"><c>[classes, width]</c>.</param>
    /// <param name="bias"><c>[classes]</c>.</param>
    public LinearScores(double[] weight, double[] bias)
    {
        (_weight, _bias) = (weight, bias);
        _width = weight.Length / bias.Length;
    }

    public int Classes => _bias.Length;

    public static LinearScores From(IReadOnlyDictionary<string, TensorData> weights) =>
        new(weights.Require("weight").ToDouble(), weights.Require("bias").ToDouble());

    public void Predict(ReadOnlySpan<double> sample, Span<double> probabilities)
    {
        for (var label = 0; label < Classes; label++)
        {
            probabilities[label] = _bias[label] + Vectors.Dot(_weight.AsSpan(label * _width, _width), sample);
        }

        Vectors.Softmax(probabilities);
    }

    public IReadOnlyDictionary<string, TensorData> Weights() => new Dictionary<string, TensorData>(StringComparer.Ordinal)
    {
        ["weight"] = new(_weight, Classes, _width),
        ["bias"] = new(_bias, Classes),
    };
}
