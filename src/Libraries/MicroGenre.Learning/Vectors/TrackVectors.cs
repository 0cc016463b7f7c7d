using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>Turns tracks into vectors for a classical learner: one for each of the evenly spaced spans that cover a track.</summary>
/// <param name="Kind">How a span becomes a vector.</param>
/// <param name="Frames">Length of a span, in frames.</param>
/// <param name="Also">A second kind whose values are appended; <see langword="null"/> for none.</param>
internal sealed record TrackVectors(VectorKind Kind, int Frames, VectorKind? Also = null)
{
    /// <summary>Caches the vectors of tracks that several models learn from; <see langword="null"/> for no cache.</summary>
    public VectorMemory? Memory { get; init; }

    /// <summary>The kinds of values, in their order.</summary>
    public IReadOnlyList<VectorKind> AllKinds => [.. Kinds(Kind, Also)];

    /// <summary>The vectors that a recipe asks for. Whole tracks of different lengths are flattened at the median length.</summary>
    /// <exception cref="InvalidRecipeException">Blocks or covariances of something with too few rows.</exception>
    public static TrackVectors Of(Recipe recipe, TrackSet tracks)
    {
        var settings = recipe.Input.Vector;
        foreach (var kind in Kinds(settings.Kind, settings.Also))
        {
            var rows = MinRows(kind);
            Predictors.Require(tracks.Rows >= rows, $"vectors of {kind.ToString().ToLowerInvariant()} need at least {rows} mel bands");
        }

        var wholeTracks = settings.Kind == VectorKind.Flatten ? tracks.MedianFrames : recipe.Lengths.Prediction;
        return new TrackVectors(settings.Kind, recipe.Lengths.Segment ?? wholeTracks, settings.Also);
    }

    /// <summary>Computes the vectors of one track, at least one.</summary>
    /// <param name="track">The track.</param>
    /// <param name="shift">Number of rows by which it is shifted up; see <see cref="RowShift"/>.</param>
    public double[][] From(FeatureMatrix track, int shift = 0)
    {
        var parts = Kinds(Kind, Also).Select(kind => Memory?.Recall(kind, Frames, track, shift, () => Compute(kind, track, shift))
            ?? Compute(kind, track, shift)).ToList();
        return parts is [var only] ? only : [.. parts[0].Zip(parts[1], (first, second) => (double[])[.. first, .. second])];
    }

    private static IEnumerable<VectorKind> Kinds(VectorKind kind, VectorKind? also) => also is { } second ? [kind, second] : [kind];

    private double[][] Compute(VectorKind kind, FeatureMatrix track, int shift)
    {
        var moved = RowShift.Of(track, shift);
        return [.. Crop.WindowStarts(moved.Frames, Frames).Select(start => Vector(kind, moved, start))];
    }

    private static int MinRows(VectorKind kind) => kind switch
    {
        VectorKind.Blocks => BlockFeatures.MinRows,
        VectorKind.Covariances => LevelCovariances.MinRows,
        VectorKind.Modulations => JointModulations.MinRows,
        VectorKind.Textures => TextureCovariances.MinRows,
        _ => 1,
    };

    private double[] Vector(VectorKind kind, FeatureMatrix track, int start) => kind switch
    {
        VectorKind.Flatten => Flatten(track, start),
        VectorKind.Blocks => BlockFeatures.Of(Span(track, start)),
        VectorKind.Covariances => LevelCovariances.Of(Span(track, start)),
        VectorKind.Modulations => JointModulations.Of(Span(track, start)),
        VectorKind.Textures => TextureCovariances.Of(Span(track, start)),
        VectorKind.MeanVariance => Statistics(Span(track, start), squared: true),
        _ => Statistics(Span(track, start), squared: false),
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

    // Means, then deviations or their squares, the variances.
    private static double[] Statistics(FeatureMatrix span, bool squared)
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
            var variance = squares / span.Frames;
            vector[span.Rows + row] = squared ? variance : Math.Sqrt(variance);
        }

        return vector;
    }
}
