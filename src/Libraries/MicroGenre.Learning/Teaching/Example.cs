namespace MicroGenre.Learning;

/// <summary>A track that a genre is taught by.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Place">Where it is in the model's <see cref="GenreSpace"/>.</param>
public sealed record Example(string Name, float[] Place)
{
    /// <summary>The example that a track is.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="model">The model to teach.</param>
    /// <param name="answer">What the model says of the track.</param>
    /// <exception cref="LessonException">The track holds too little sound.</exception>
    /// <exception cref="TeachingException">The model cannot be taught.</exception>
    public static Example Of(string name, GenreModel model, GenreAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Verdict == Verdict.NoMusic
            ? throw new LessonException($"'{name}' teaches nothing: {answer.Reason}")
            : new Example(name, Teaching.SpaceOf(model).Locate(answer));
    }
}
