using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>Explains scores that are linear in standardized values of spans of a track.</summary>
/// <param name="kinds">The kinds of values, in their order.</param>
/// <param name="frames">Frames of a span.</param>
/// <param name="standardizer">What takes the values of average music to 0.</param>
/// <param name="clip">What standardized values are cut off at.</param>
/// <param name="predictor">The scores.</param>
internal sealed class LinearTrace(
    IReadOnlyList<VectorKind> kinds, int frames, Standardizer standardizer, double? clip, LinearScores predictor)
{
    // What a span was made of takes a megabyte: of longer tracks it is found again.
    private const int MostKept = 16;

    private readonly Lazy<IVectorEvidence[]> _evidence = new(() => Evidence(kinds, standardizer.Mean));

    /// <summary>The vectors of a track and, for any genre, what they were made of.</summary>
    public (double[][] Vectors, ExplainGenre Explain) Of(FeatureMatrix track)
    {
        var starts = Crop.WindowStarts(track.Frames, frames);
        var kept = starts.Length <= MostKept ? new TracedVector[starts.Length][] : null;
        var vectors = new double[starts.Length][];
        for (var span = 0; span < starts.Length; span++)
        {
            var traced = Trace(track, starts[span]);
            vectors[span] = [.. traced.SelectMany(part => part.Values)];
            if (kept is not null)
            {
                kept[span] = traced;
            }
        }

        return (vectors, (genre, share, map) =>
        {
            var prepared = vectors.Select(Prepare).ToList();
            var scores = new PooledScores([.. prepared.Select(Scores)], predictor.Bias, genre);
            var gradients = scores.Gradients();
            for (var span = 0; span < starts.Length; span++)
            {
                var grid = new EvidenceGrid(Math.Min(frames, track.Frames));
                var slopes = Slopes(gradients[span], vectors[span], prepared[span]);
                var first = 0;
                foreach (var part in kept?[span] ?? Trace(track, starts[span]))
                {
                    part.Attribute(slopes.AsSpan(first, part.Values.Length), grid);
                    first += part.Values.Length;
                }

                map.Add(grid, starts[span], share);
            }

            var (logit, bias) = scores.Parts;
            return new LogitParts(share * logit, share * bias);
        });
    }

    private static IVectorEvidence[] Evidence(IReadOnlyList<VectorKind> kinds, ReadOnlySpan<double> average)
    {
        var evidence = new IVectorEvidence[kinds.Count];
        var first = 0;
        for (var i = 0; i < kinds.Count; i++)
        {
            var width = VectorEvidence.WidthOf(kinds[i]);
            evidence[i] = VectorEvidence.Of(kinds[i], average.Slice(first, width));
            first += width;
        }

        return evidence;
    }

    private TracedVector[] Trace(FeatureMatrix track, int start)
    {
        var span = track.Frames <= frames ? track : track.Slice(start, frames);
        return Array.ConvertAll(_evidence.Value, evidence => evidence.Trace(span));
    }

    private double[] Prepare(double[] vector)
    {
        double[] prepared = [.. vector];
        Vectors.Standardize(prepared, standardizer.Mean, standardizer.Scale);
        return clip is { } limit ? Array.ConvertAll(prepared, value => Math.Clamp(value, -limit, limit)) : prepared;
    }

    private double[] Scores(double[] prepared)
    {
        var scores = new double[predictor.Classes];
        for (var label = 0; label < scores.Length; label++)
        {
            scores[label] = predictor.Bias[label] + Vectors.Dot(predictor.WeightOf(label), prepared);
        }

        return scores;
    }

    // What each value adds for each unit above average music's; a value that is cut off adds no more than where it is cut off.
    private double[] Slopes(double[] gradient, double[] vector, double[] prepared)
    {
        var slopes = new double[vector.Length];
        for (var label = 0; label < gradient.Length; label++)
        {
            if (gradient[label] != 0)
            {
                Vectors.AddScaled(slopes, gradient[label], predictor.WeightOf(label));
            }
        }

        for (var i = 0; i < slopes.Length; i++)
        {
            var above = vector[i] - standardizer.Mean[i];
            slopes[i] *= clip is { } limit && Math.Abs(prepared[i]) == limit ? prepared[i] / above : 1 / standardizer.Scale[i];
        }

        return slopes;
    }
}
