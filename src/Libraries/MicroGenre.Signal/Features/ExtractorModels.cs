namespace MicroGenre.Signal;

/// <summary>A model from outside that gives one vector for each window. It may be used from several threads at once.</summary>
public interface IExtractorModel
{
    /// <summary>The vector of a window.</summary>
    /// <param name="input">The window's samples, or the values of its mel spectrogram in the settings' order.</param>
    /// <param name="values">Where the vector goes, <c>[OnnxSettings.Values]</c>.</param>
    /// <exception cref="ExtractorException">The model cannot take the input, or gives something else.</exception>
    void Extract(ReadOnlySpan<float> input, Span<float> values);
}

/// <summary>
/// What runs the models that <see cref="OnnxSettings"/> name. A program that wants them registers it once when it starts.
/// </summary>
public static class ExtractorModels
{
    private static Func<OnnxSettings, IExtractorModel>? _open;

    /// <summary>Says what opens a model; the first who does decides.</summary>
    /// <param name="open">Opens and checks the file that settings name, or throws <see cref="ExtractorException"/>.</param>
    public static void Register(Func<OnnxSettings, IExtractorModel> open) => Interlocked.CompareExchange(ref _open, open, null);

    /// <exception cref="ArgumentException">The program runs none.</exception>
    internal static IExtractorModel Open(OnnxSettings settings) => _open is { } open
        ? open(settings)
        : throw new ArgumentException($"This program runs no models from outside, such as '{settings.File}'.", nameof(settings));
}

/// <summary>A model from outside that cannot be used as its settings say; the message names the file and says why.</summary>
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
