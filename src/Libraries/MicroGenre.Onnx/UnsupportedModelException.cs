namespace MicroGenre.Onnx;

/// <summary>The exception for a model that cannot be exported with the standard's operators. The message names the part.</summary>
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
