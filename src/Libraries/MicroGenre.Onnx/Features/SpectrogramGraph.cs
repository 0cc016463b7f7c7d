using MicroGenre.Onnx.Graphs;
using MicroGenre.Signal;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Features;

/// <summary>Computes the features of a recipe from samples, if they derive from a mel spectrogram.</summary>
internal static class SpectrogramGraph
{
    /// <summary>Computes the features, <c>[rows, frames]</c> in double precision, from samples, <c>[time]</c>.</summary>
    /// <exception cref="UnsupportedModelException">The kind of features cannot be exported.</exception>
    public static GraphValue Of(GraphValue samples, FeatureSettings settings) => settings switch
    {
        { Preprocess: not null } => throw new UnsupportedModelException(
            "The changes of the sound before its features cannot be made in the exported model; export it with its features as input."),
        MfccSettings { Deltas: 0 } mfcc => Cepstrum(
            Decibels(Mel(samples, mfcc), mfcc), mfcc.MelBands, mfcc.IncludeC0 ? 0 : 1, mfcc.Coefficients),
        MfccSettings => throw new UnsupportedModelException(
            "MFCC with time derivatives cannot be computed in the exported model; export it with its features as input."),
        LogMelSettings logMel => Decibels(Mel(samples, logMel), logMel),
        MelSettings mel => Mel(samples, mel),
        _ => throw new UnsupportedModelException(
            $"The features '{settings.Feature}' cannot be computed in the exported model; export it with its features as input."),
    };

    /// <summary>Computes coefficients of each frame's orthonormal DCT-II, <c>[coefficients, frames]</c>.</summary>
    /// <param name="features">The features, <c>[rows, frames]</c>.</param>
    /// <param name="rows">Number of rows of the features.</param>
    /// <param name="first">The first coefficient.</param>
    /// <param name="count">Number of coefficients.</param>
    public static GraphValue Cepstrum(GraphValue features, int rows, int first, int count)
    {
        var matrix = new double[count * rows];
        for (var i = 0; i < matrix.Length; i++)
        {
            var (coefficient, row) = (first + (i / rows), i % rows);
            matrix[i] = Math.Sqrt((coefficient == 0 ? 1.0 : 2.0) / rows) * Math.Cos(Math.PI * coefficient * ((2 * row) + 1) / (2 * rows));
        }

        return features.Graph.Doubles(matrix, count, rows).MatMul(features);
    }

    private static GraphValue Mel(GraphValue samples, MelSettings settings)
    {
        var graph = samples.Graph;
        var half = settings.WindowLength / 2;
        var padded = graph.Apply("Pad", [samples.Cast(DataType.Double), graph.List(half, half)]);
        var window = Enumerable.Range(0, settings.WindowLength)
            .Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / settings.WindowLength))).ToArray();
        var spectrum = graph.Apply("STFT",
            [
                padded.Reshape(1, -1, 1),
                graph.Longs([settings.HopLength]),
                graph.Doubles(window, window.Length),
                graph.Longs([settings.WindowLength]),
            ],
            GraphAttribute.Of("onesided", 1));
        var power = (spectrum * spectrum).Sum(keep: false, 3).Reshape(-1, settings.Bins);
        return power.MatMul(graph.Doubles(Filters(settings), settings.Bins, settings.MelBands)).Transpose(1, 0);
    }

    // [bins, bands]: the response of each band to a spectrum that is 1 at one frequency.
    private static double[] Filters(MelSettings settings)
    {
        var filters = MelFilterBank.For(settings);
        var (spectrum, bands) = (new float[settings.Bins], new float[settings.MelBands]);
        var matrix = new double[settings.Bins * settings.MelBands];
        for (var bin = 0; bin < settings.Bins; bin++)
        {
            spectrum[bin] = 1;
            filters.Apply(spectrum, bands);
            spectrum[bin] = 0;
            for (var band = 0; band < bands.Length; band++)
            {
                matrix[(bin * bands.Length) + band] = bands[band];
            }
        }

        return matrix;
    }

    private static GraphValue Decibels(GraphValue power, LogMelSettings settings)
    {
        var levels = Decibel(power, settings.MinPower);
        var greatest = levels.Greatest(keep: true, 0, 1);
        var reference = settings.ReferencePower is { } fixedPower
            ? power.Graph.Doubles([10 * Math.Log10(Math.Max(settings.MinPower, fixedPower))])
            : greatest;
        var relative = levels - reference;
        return settings.TopDecibels is { } range ? relative.Max(greatest - reference - range) : relative;
    }

    private static GraphValue Decibel(GraphValue power, double minPower) => power.Max(minPower).Log() * (10 / Math.Log(10));
}
