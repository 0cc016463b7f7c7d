using MicroGenre.Signal;

namespace MicroGenre.Extractors;

/// <summary>
/// Runs the ONNX files that <see cref="OnnxSettings"/> name with ONNX Runtime, on a GPU where there is one, else on the processor.
/// </summary>
/// <example><code>
/// OnnxExtractors.Register();
/// var settings = FeatureSettings.FromJson(File.ReadAllText("extractor.json"));
/// var embeddings = Feature.Compute(AudioFile.Read("song.mp3", settings.SampleRate).Samples, settings);
/// </code></example>
public static class OnnxExtractors
{
    /// <summary>Makes the feature <c>onnx</c> known to <see cref="ExtractorModels"/>; a program calls it once when it starts.</summary>
    /// <param name="options">Which files may be run, and on what; <see langword="null"/> for any, on what there is.</param>
    public static void Register(ExtractorOptions? options = null) => ExtractorModels.Register(new OnnxSessions(options ?? new()).Open);

    /// <summary>Has <see cref="ExtractorModels"/> refuse the feature <c>onnx</c>.</summary>
    /// <param name="reason">Why, in one line.</param>
    public static void Refuse(string reason) =>
        ExtractorModels.Register(settings => throw new ExtractorException($"The extractor '{settings.File}' is not run: {reason}"));
}
