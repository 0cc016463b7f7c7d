namespace MicroGenre.Learning;

/// <summary>Scales each row of the features with its own parameters: <c>(value − mean) · factor</c>.</summary>
internal sealed class RowScaler
{
    private const string MeanName = "input.mean";
    private const string FactorName = "input.factor";

    private RowScaler(float[] mean, float[] factor)
    {
        Mean = mean;
        Factor = factor;
    }

    /// <summary>The value subtracted from each row.</summary>
    public float[] Mean { get; }

    /// <summary>The factor of each row, applied after the subtraction.</summary>
    public float[] Factor { get; }

    /// <summary>Creates the scaler that a recipe asks for, fitted to the training tracks if necessary.</summary>
    public static RowScaler Fit(Normalization normalization, TrackSet tracks) => normalization switch
    {
        Normalization.Decibels => Constant(tracks.Rows, mean: -40, factor: 1f / 40),
        Normalization.PerRow => PerRow(tracks),
        _ => Constant(tracks.Rows, mean: 0, factor: 1),
    };

    /// <summary>Restores the scaler that <see cref="AddTo"/> stored.</summary>
    /// <exception cref="InvalidDataException">The weights hold no scaler.</exception>
    public static RowScaler From(IReadOnlyDictionary<string, TensorData> weights) =>
        weights.TryGetValue(MeanName, out var mean) && weights.TryGetValue(FactorName, out var factor) && mean.Count == factor.Count
            ? new RowScaler(mean.ToSingle(), factor.ToSingle())
            : throw new InvalidDataException($"The weights lack {MeanName} or {FactorName}.");

    /// <summary>Stores the scaler among a model's weights.</summary>
    public void AddTo(IDictionary<string, TensorData> weights)
    {
        weights[MeanName] = new TensorData(Mean, Mean.Length);
        weights[FactorName] = new TensorData(Factor, Factor.Length);
    }

    private static RowScaler Constant(int rows, float mean, float factor)
    {
        var (means, factors) = (new float[rows], new float[rows]);
        Array.Fill(means, mean);
        Array.Fill(factors, factor);
        return new RowScaler(means, factors);
    }

    // A constant row keeps factor 1, so that it becomes zeros instead of NaN.
    private static RowScaler PerRow(TrackSet tracks)
    {
        var (means, factors) = (new float[tracks.Rows], new float[tracks.Rows]);
        for (var row = 0; row < tracks.Rows; row++)
        {
            var (sum, squares, count) = (0.0, 0.0, 0L);
            foreach (var track in tracks.Tracks)
            {
                foreach (var value in track.Features.Row(row))
                {
                    sum += value;
                    squares += (double)value * value;
                }

                count += track.Features.Frames;
            }

            var mean = sum / count;
            var deviation = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)));
            means[row] = (float)mean;
            factors[row] = deviation > 1e-6 ? (float)(1 / deviation) : 1;
        }

        return new RowScaler(means, factors);
    }
}
