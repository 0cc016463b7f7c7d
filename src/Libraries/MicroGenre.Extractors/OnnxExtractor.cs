using System.Globalization;
using MicroGenre.Signal;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MicroGenre.Extractors;

/// <summary>Runs an ONNX file as an extractor: one window in, one vector out.</summary>
internal sealed class OnnxExtractor : IExtractorModel
{
    // The name that exporters of audio models use for the sample rate.
    private static readonly string[] RateKeys = ["sample_rate", "sampling_rate"];

    private readonly OnnxSettings _settings;
    private readonly InferenceSession _session;
    private readonly string _input;
    private readonly string _output;
    private readonly long[] _shape;

    /// <exception cref="ExtractorException">The model's inputs or outputs do not match the settings.</exception>
    public OnnxExtractor(OnnxSettings settings, InferenceSession session)
    {
        (_settings, _session) = (settings, session);
        CheckRate();
        (_input, var input) = Choose(session.InputMetadata, settings.Input, "input");
        (_output, var output) = Choose(session.OutputMetadata, settings.Output, "output");
        _shape = InputShape(input);
        if (WithoutOnes([.. output.Dimensions.Select(length => (long)length)]) is [.., > 0 and var last] && last != settings.Values)
        {
            throw Wrong($"its output '{_output}' has {last} values for each window, but the settings say {settings.Values}");
        }
    }

    /// <inheritdoc/>
    public void Extract(ReadOnlySpan<float> input, Span<float> values)
    {
        using var tensor = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, _shape);
        var content = tensor.GetTensorMutableDataAsSpan<float>();
        var (scale, offset) = ((float)_settings.Scale, (float)_settings.Offset);
        for (var i = 0; i < input.Length; i++)
        {
            content[i] = (input[i] * scale) + offset;
        }

        for (var channel = 1; channel < _settings.Channels; channel++)
        {
            content[..input.Length].CopyTo(content[(channel * input.Length)..]);
        }

        using var options = new RunOptions();
        try
        {
            using var outputs = _session.Run(options, [_input], [tensor], [_output]);
            Pool(outputs[0].GetTensorDataAsSpan<float>(), outputs[0].GetTensorTypeAndShape().Shape, values);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ExtractorException(
                $"The extractor '{_settings.File}' fails on a window of shape [{string.Join(", ", _shape)}]: {exception.Message}",
                exception);
        }
    }

    private void CheckRate()
    {
        var metadata = _session.ModelMetadata.CustomMetadataMap;
        foreach (var key in RateKeys)
        {
            if (metadata.TryGetValue(key, out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var rate)
                && rate != _settings.SampleRate)
            {
                throw Wrong($"it expects {rate} Hz, but the settings say {_settings.SampleRate} Hz");
            }
        }
    }

    private (string Name, NodeMetadata Metadata) Choose(IReadOnlyDictionary<string, NodeMetadata> all, string? name, string what)
    {
        var chosen = name ?? (all.Count == 1 ? all.Keys.Single()
            : throw Wrong($"it has several {what}s ({string.Join(", ", all.Keys)}), and the settings name none"));
        if (!all.TryGetValue(chosen, out var metadata))
        {
            throw Wrong($"it has no {what} '{chosen}'; it has: {string.Join(", ", all.Keys)}");
        }

        return metadata.IsTensor && metadata.ElementDataType == TensorElementType.Float
            ? (chosen, metadata)
            : throw Wrong($"its {what} '{chosen}' is not an array of 32-bit floating point numbers");
    }

    // Axes without a fixed length take that of the settings; axes before them are 1: one window at a time.
    private long[] InputShape(NodeMetadata input)
    {
        long[] window = _settings.Mel is not { } mel ? [_settings.WindowLength]
            : _settings.Layout == OnnxLayout.BandsFirst ? [mel.Rows, mel.FrameCount(_settings.WindowLength)]
            : [mel.FrameCount(_settings.WindowLength), mel.Rows];
        window = _settings.Channels > 1 ? [_settings.Channels, .. window] : window;
        var dimensions = input.Dimensions;
        var leading = dimensions.Length - window.Length;
        return leading >= 0 && dimensions.Take(leading).All(length => length is < 0 or 1)
            && dimensions.Skip(leading).Zip(window).All(pair => pair.First < 0 || pair.First == pair.Second)
            ? [.. Enumerable.Repeat(1L, leading), .. window]
            : throw Wrong(
                $"its input '{_input}' has the shape [{string.Join(", ", dimensions.Select(length => length < 0 ? "?" : $"{length}"))}], "
                + $"but a window of the settings is [{string.Join(", ", window)}]");
    }

    private void Pool(ReadOnlySpan<float> output, long[] shape, Span<float> values)
    {
        if (WithoutOnes(shape) is not [.., var last] || last != values.Length || output.IsEmpty)
        {
            throw Wrong(
                $"its output '{_output}' has the shape [{string.Join(", ", shape)}], but the settings say {values.Length} values for each "
                + "window");
        }

        var count = output.Length / values.Length;
        if (count > 1 && _settings.Pooling == OnnxPooling.None)
        {
            throw Wrong($"its output '{_output}' has {count} vectors for each window, but the settings do not pool them");
        }

        output[..values.Length].CopyTo(values);
        for (var i = values.Length; i < output.Length; i++)
        {
            ref var value = ref values[i % values.Length];
            value = _settings.Pooling == OnnxPooling.Max ? Math.Max(value, output[i]) : value + output[i];
        }

        if (_settings.Pooling == OnnxPooling.Mean)
        {
            foreach (ref var value in values)
            {
                value /= count;
            }
        }
    }

    // Networks for pictures leave height and width behind the values, of one pixel.
    private long[] WithoutOnes(long[] shape) =>
        _settings.Values > 1 && shape is [.. var before, 1] ? WithoutOnes(before) : shape;

    private ExtractorException Wrong(string what) => new($"The extractor '{_settings.File}' does not fit: {what}.");
}
