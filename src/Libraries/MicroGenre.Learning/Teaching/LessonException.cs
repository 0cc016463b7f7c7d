namespace MicroGenre.Learning;

/// <summary>What a model is to learn is not usable: its examples, or a genre's name. The message is one line that says why.</summary>
public sealed class LessonException : TeachingException
{
    /// <inheritdoc/>
    public LessonException()
    {
    }

    /// <inheritdoc/>
    public LessonException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public LessonException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
