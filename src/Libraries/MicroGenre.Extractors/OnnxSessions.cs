using System.Collections.Concurrent;
using System.Security.Cryptography;
using MicroGenre.Signal;
using Microsoft.ML.OnnxRuntime;

namespace MicroGenre.Extractors;

/// <summary>The files that are open: each is read once, and several tracks at a time run the same session.</summary>
internal sealed class OnnxSessions(ExtractorOptions options)
{
    private const string CudaProvider = "CUDAExecutionProvider";

    private readonly ConcurrentDictionary<OnnxSettings, Lazy<OnnxExtractor>> _opened = new();

    /// <summary>Opens and checks the file that settings name.</summary>
    /// <exception cref="ExtractorException">It is not there, may not be run, or does not fit.</exception>
    public OnnxExtractor Open(OnnxSettings settings)
    {
        var opened = _opened.GetOrAdd(settings, key => new Lazy<OnnxExtractor>(() => Load(key)));
        try
        {
            return opened.Value;
        }
        catch (ExtractorException)
        {
            // The next who asks finds the file as it is then.
            _opened.TryRemove(KeyValuePair.Create(settings, opened));
            throw;
        }
    }

    private OnnxExtractor Load(OnnxSettings settings)
    {
        var bytes = Read(Locate(settings.File));
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (!string.Equals(hash, settings.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ExtractorException(
                $"'{settings.File}' is not the extractor that the settings name: its SHA-256 is {hash}, not {settings.Sha256}.");
        }

        InferenceSession session;
        try
        {
            session = Start(bytes);
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

    private InferenceSession Start(byte[] model)
    {
        var hasCuda = OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider, StringComparer.Ordinal);
        if (options.Device == ExtractorDevice.Cuda && !hasCuda)
        {
            throw new ExtractorException("Extractors are to run on a GPU, and this build of ONNX Runtime uses none: build with Cuda=true.");
        }

        if (hasCuda && options.Device != ExtractorDevice.Cpu)
        {
            try
            {
                return Start(model, cuda: true);
            }
            catch (OnnxRuntimeException) when (options.Device == ExtractorDevice.Auto)
            {
                // There is no GPU, or its driver does not fit.
            }
        }

        return Start(model, cuda: false);
    }

    private static InferenceSession Start(byte[] model, bool cuda)
    {
        // Tracks share the processors.
        using var session = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        if (cuda)
        {
            session.AppendExecutionProvider_CUDA();
        }

        return new InferenceSession(model, session);
    }

    private string Locate(string file)
    {
        if (options.Folder is not { } folder)
        {
            return file;
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var full = Path.GetFullPath(file, root);
        return full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? full
            : throw new ExtractorException($"The extractor '{file}' is not in the folder of extractors.");
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
