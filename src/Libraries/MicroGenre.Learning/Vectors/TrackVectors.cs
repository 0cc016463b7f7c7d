using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Turns tracks into the vectors that a classical learner sees: one for each of the evenly spaced spans that cover a track.
/// </summary>
/// <param name="Kind">How a span becomes a vector.</param>
/// <param name="Frames">Frames of a span.</param>
internal sealed record TrackVectors(VectorKind Kind, int Frames)
{
    /// <summary>The vectors that a recipe asks for. Whole tracks of different lengths are flattened at the median length.</summary>
    /// <exception cref="InvalidRecipeException">Blocks or covariances of something with too few rows.</exception>
    public static TrackVectors Of(Recipe recipe, TrackSet tracks)
    {
        var settings = recipe.Input.Vector;
        var rows = MinRows(settings.Kind);
        Predictors.Require(tracks.Rows >= rows, $"vectors of {settings.Kind.ToString().ToLowerInvariant()} need at least {rows} mel bands");
        return new TrackVectors(settings.Kind, settings.SegmentFrames
            ?? (settings.Kind == VectorKind.Flatten ? tracks.MedianFrames : recipe.Input.PredictionFrames));
    }

    /// <summary>The vectors of one track, at least one.</summary>
    public double[][] From(FeatureMatrix track) => [.. Crop.WindowStarts(track.Frames, Frames).Select(start => Vector(track, start))];

    private static int MinRows(VectorKind kind) => kind switch
    {
        VectorKind.Blocks => BlockFeatures.MinRows,
        VectorKind.Covariances => LevelCovariances.MinRows,
        _ => 1,
    };

    private double[] Vector(FeatureMatrix track, int start) => Kind switch
    {
        VectorKind.Flatten => Flatten(track, start),
        VectorKind.Blocks => BlockFeatures.Of(Span(track, start)),
        VectorKind.Covariances => LevelCovariances.Of(Span(track, start)),
        _ => Statistics(Span(track, start)),
    };

    private FeatureMatrix Span(FeatureMatrix track, int start) => track.Frames <= Frames ? track : track.Slice(start, Frames);

    private double[] Flatten(FeatureMatrix track, int start)
    {
        var vector = new double[track.Rows * Frames];
        for (var row = 0; row < track.Rows; row++)
        {
            var values = track.Row(row);
            for (var frame = 0; frame < Frames; frame++)
            {
                vector[(row * Frames) + frame] = values[(start + frame) % values.Length];
            }
        }

        return vector;
    }

    private static double[] Statistics(FeatureMatrix span)
    {
        var vector = new double[2 * span.Rows];
        for (var row = 0; row < span.Rows; row++)
        {
            var (sum, squares) = (0.0, 0.0);
            foreach (var value in span.Row(row))
            {
                sum += value;
            }

            var mean = sum / span.Frames;
            foreach (var value in span.Row(row))
            {
                squares += (value - mean) * (value - mean);
            }

            vector[row] = mean;
            vector[span.Rows + row] = Math.Sqrt(squares / span.Frames);
        }

        return vector;
    }
}
