namespace MicroGenre.Signal;

/// <summary>An external model that turns each window of audio into a vector. Implementations are thread-safe.</summary>
public interface IExtractorModel
{
    /// <summary>Computes the vector of a window.</summary>
    /// <param name="input">The samples of the window, or its mel spectrogram in the layout that the settings ask for.</param>
    /// <param name="values">Receives the vector, <c>[OnnxSettings.Values]</c>.</param>
    /// <exception cref="ExtractorException">The model rejects the input, or its output does not match the settings.</exception>
    void Extract(ReadOnlySpan<float> input, Span<float> values);
}

/// <summary>
/// Opens the external models that <see cref="OnnxSettings"/> name. A program that uses them registers a runtime once at startup.
/// </summary>
public static class ExtractorModels
{
    private static Func<OnnxSettings, IExtractorModel>? _open;

    /// <summary>Registers the function that opens models. Only the first registration counts.</summary>
    /// <param name="open">Opens and checks the file that the settings name, or throws <see cref="ExtractorException"/>.</param>
    public static void Register(Func<OnnxSettings, IExtractorModel> open) => Interlocked.CompareExchange(ref _open, open, null);

    /// <exception cref="ArgumentException">The program has not registered a runtime.</exception>
    internal static IExtractorModel Open(OnnxSettings settings) => _open is { } open
        ? open(settings)
        : throw new ArgumentException($"This program cannot run external models such as '{settings.File}'.", nameof(settings));
}

/// <summary>The exception for an external model that cannot be used with its settings. The message names the file and the reason.</summary>
public sealed class ExtractorException : Exception
{
    /// <inheritdoc/>
    public ExtractorException()
    {
    }

    /// <inheritdoc/>
    public ExtractorException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public ExtractorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
