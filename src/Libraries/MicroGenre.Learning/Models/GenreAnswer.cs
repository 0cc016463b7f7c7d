using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// What a model says of a track. Unless the verdict is <see cref="Verdict.Ok"/> the probabilities are a guess that nothing should rest on.
/// </summary>
/// <param name="Probabilities">The probability of each genre, in the order of <see cref="ModelCard.Labels"/>; they sum to 1.</param>
/// <param name="Verdict">Whether there is something that the model can judge.</param>
/// <param name="Reason">Why the verdict is not <see cref="Verdict.Ok"/>, or why it could not be told whether it is, as a sentence.</param>
/// <param name="Uncertain">Whether the most probable genre is uncertain; always when there is a reason.</param>
public sealed record GenreAnswer(float[] Probabilities, Verdict Verdict, string? Reason, bool Uncertain)
{
    /// <summary>The track's place in the model's own space: see <see cref="TrackReading.Discriminants"/>.</summary>
    public float[] Discriminants { get; init; } = [];

    /// <summary>The same answer, unless the audio holds too little sound for any: what features do not tell, which know no level.</summary>
    /// <param name="sound">What the features were computed of; <see langword="null"/> when that is unknown.</param>
    public GenreAnswer About(SoundContent? sound) =>
        sound?.TooLittle is { } reason ? this with { Verdict = Verdict.NoMusic, Reason = reason, Uncertain = true } : this;
}
