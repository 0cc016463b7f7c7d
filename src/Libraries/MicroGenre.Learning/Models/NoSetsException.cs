namespace MicroGenre.Learning;

/// <summary>A model makes no sets of genres; the message is one line that says why.</summary>
public sealed class NoSetsException : Exception
{
    /// <inheritdoc/>
    public NoSetsException()
    {
    }

    /// <inheritdoc/>
    public NoSetsException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public NoSetsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
