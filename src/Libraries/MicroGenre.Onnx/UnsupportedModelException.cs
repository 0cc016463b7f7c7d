namespace MicroGenre.Onnx;

/// <summary>A model that cannot be written as a graph of the standard's operators; the message says what of it cannot.</summary>
public sealed class UnsupportedModelException : Exception
{
    /// <inheritdoc/>
    public UnsupportedModelException()
    {
    }

    /// <inheritdoc/>
    public UnsupportedModelException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public UnsupportedModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
