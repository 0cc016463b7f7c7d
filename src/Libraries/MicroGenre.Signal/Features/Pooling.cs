namespace MicroGenre.Signal;

/// <summary>Turns features over time into one vector.</summary>
/// <example><code>
/// var vector = Pooling.MeanAndVariance(Feature.Compute(AudioFile.Read("song.mp3").Samples, new MfccSettings()));
/// </code></example>
public static class Pooling
{
    /// <summary>The mean of each row, then the variance of each row: <c>[2 · rows]</c>.</summary>
    public static float[] MeanAndVariance(FeatureMatrix feature)
    {
        var pooled = new float[2 * feature.Rows];
        for (var row = 0; row < feature.Rows; row++)
        {
            var (mean, squares) = (0.0, 0.0);
            foreach (var value in feature.Row(row))
            {
                mean += value;
            }

            mean /= feature.Frames;
            foreach (var value in feature.Row(row))
            {
                squares += (value - mean) * (value - mean);
            }

            pooled[row] = (float)mean;
            pooled[feature.Rows + row] = (float)(squares / feature.Frames);
        }

        return pooled;
    }
}
