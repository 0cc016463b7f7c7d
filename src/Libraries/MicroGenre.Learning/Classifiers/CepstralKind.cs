using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>Applies another kind to the cepstrum of its features: a range of coefficients of each frame's orthonormal DCT-II.</summary>
internal sealed class CepstralKind(IClassifierKind inner) : IClassifierKind
{
    /// <inheritdoc/>
    public TrainingOutcome Train(TrainingTask task)
    {
        var cepstrum = task.Recipe.Input.Cepstrum!;
        var outcome = inner.Train(task with
        {
            Train = Transform(task.Train, cepstrum),
            Validation = task.Validation is null ? null : Transform(task.Validation, cepstrum),
            Watched = task.Watched?.On(Transform(task.Watched.Tracks, cepstrum)),
        });
        return outcome with { Classifier = new CepstralClassifier(outcome.Classifier, cepstrum) };
    }

    /// <inheritdoc/>
    public IClassifier Load(Recipe recipe, IReadOnlyList<string> labels, IReadOnlyDictionary<string, TensorData> weights) =>
        new CepstralClassifier(inner.Load(recipe, labels, weights), recipe.Input.Cepstrum!);

    /// <summary>Computes the coefficients of a track, <c>[coefficients, frames]</c>.</summary>
    internal static FeatureMatrix Transform(FeatureMatrix track, CepstrumSettings settings)
    {
        var result = new FeatureMatrix(settings.Coefficients, track.Frames);
        var sums = new double[track.Frames];
        for (var row = 0; row < settings.Coefficients; row++)
        {
            var coefficient = settings.First + row;
            var scale = Math.Sqrt((coefficient == 0 ? 1.0 : 2.0) / track.Rows);
            Array.Clear(sums);
            for (var band = 0; band < track.Rows; band++)
            {
                var weight = scale * Math.Cos(Math.PI * coefficient * ((2 * band) + 1) / (2 * track.Rows));
                var values = track.Row(band);
                for (var frame = 0; frame < sums.Length; frame++)
                {
                    sums[frame] += weight * values[frame];
                }
            }

            var target = result.Row(row);
            for (var frame = 0; frame < sums.Length; frame++)
            {
                target[frame] = (float)sums[frame];
            }
        }

        return result;
    }

    private static TrackSet Transform(TrackSet tracks, CepstrumSettings settings) =>
        new(tracks.Genres, [.. tracks.Tracks.Select(track => track with { Features = Transform(track.Features, settings) })]);

    private sealed class CepstralClassifier(IClassifier inner, CepstrumSettings settings) : IClassifier
    {
        public float[][] Classify(IReadOnlyList<FeatureMatrix> tracks) =>
            inner.Classify([.. tracks.Select(track => Transform(track, settings))]);

        public IReadOnlyList<TrackReading> Read(IReadOnlyList<FeatureMatrix> tracks) =>
            inner.Read([.. tracks.Select(track => Transform(track, settings))]);

        public IReadOnlyDictionary<string, TensorData> Weights() => inner.Weights();

        public void Dispose() => inner.Dispose();
    }
}
