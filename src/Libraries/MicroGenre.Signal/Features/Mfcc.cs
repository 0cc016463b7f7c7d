namespace MicroGenre.Signal;

/// <summary>Computes the orthonormal DCT-II of the log-mel spectrogram, and its time derivatives.</summary>
internal sealed class MfccFeature(MfccSettings settings) : LogMelFeature(settings)
{
    public override FeatureMatrix Finish(FeatureMatrix values)
    {
        var logMel = base.Finish(values);
        var result = new FeatureMatrix(settings.Rows, logMel.Frames);
        var first = settings.IncludeC0 ? 0 : 1;
        for (var row = 0; row < settings.Coefficients; row++)
        {
            CosineTransform.Project(logMel, first + row, result.Row(row));
        }

        for (var order = 1; order <= settings.Deltas; order++)
        {
            for (var row = 0; row < settings.Coefficients; row++)
            {
                Delta.Compute(result.Row(row), order, settings.DeltaWidth, result.Row((order * settings.Coefficients) + row));
            }
        }

        return result;
    }
}
