using System.Collections.Concurrent;
using System.Security.Cryptography;
using MicroGenre.Signal;
using Microsoft.ML.OnnxRuntime;

namespace MicroGenre.Extractors;

/// <summary>Runs the ONNX files that <see cref="OnnxSettings"/> name, with ONNX Runtime on the CPU.</summary>
/// <example><code>
/// OnnxExtractors.Register();
/// var settings = FeatureSettings.FromJson(File.ReadAllText("extractor.json"));
/// var embeddings = Feature.Compute(AudioFile.Read("song.mp3", settings.SampleRate).Samples, settings);
/// </code></example>
public static class OnnxExtractors
{
    // A file is read once; several tracks share its session.
    private static readonly ConcurrentDictionary<OnnxSettings, Lazy<OnnxExtractor>> Opened = new();

    /// <summary>Registers the runtime for the feature <c>onnx</c> with <see cref="ExtractorModels"/>. Call it once at startup.</summary>
    public static void Register() => ExtractorModels.Register(Open);

    private static OnnxExtractor Open(OnnxSettings settings)
    {
        var opened = Opened.GetOrAdd(settings, key => new Lazy<OnnxExtractor>(() => Load(key)));
        try
        {
            return opened.Value;
        }
        catch (ExtractorException)
        {
            // After a failure, the next caller reads the file again.
            Opened.TryRemove(KeyValuePair.Create(settings, opened));
            throw;
        }
    }

    private static OnnxExtractor Load(OnnxSettings settings)
    {
        var bytes = Read(settings.File);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (!string.Equals(hash, settings.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ExtractorException(
                $"'{settings.File}' is not the extractor that the settings name: its SHA-256 is {hash}, not {settings.Sha256}.");
        }

        InferenceSession session;
        try
        {
            // Tracks already use all cores.
            using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            session = new InferenceSession(bytes, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ExtractorException($"'{settings.File}' cannot be run: {exception.Message}", exception);
        }

        try
        {
            return new OnnxExtractor(settings, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ExtractorException($"There is no extractor '{Path.GetFullPath(file)}'.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ExtractorException($"The extractor '{file}' cannot be read: {exception.Message}", exception);
        }
    }
}
