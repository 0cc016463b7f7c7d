namespace MicroGenre.Learning;

/// <summary>A model cannot be taught so; the message is one line that says why.</summary>
public class TeachingException : Exception
{
    /// <inheritdoc/>
    public TeachingException()
    {
    }

    /// <inheritdoc/>
    public TeachingException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public TeachingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
