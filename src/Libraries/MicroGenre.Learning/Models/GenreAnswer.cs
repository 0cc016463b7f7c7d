using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>A model's answer for a track. Rely on the probabilities only if the verdict is <see cref="Verdict.Ok"/>.</summary>
/// <param name="Probabilities">The probability of each genre, in the order of <see cref="ModelCard.Labels"/>; they sum to 1.</param>
/// <param name="Verdict">Whether the model can judge the track.</param>
/// <param name="Reason">A sentence that says why the verdict is not <see cref="Verdict.Ok"/>, or why this could not be decided; otherwise
/// <see langword="null"/>.</param>
/// <param name="Uncertain">Whether the most probable genre is uncertain. Always true if there is a reason.</param>
public sealed record GenreAnswer(float[] Probabilities, Verdict Verdict, string? Reason, bool Uncertain)
{
    /// <summary>The position of the track in the model's space: see <see cref="TrackReading.Discriminants"/>.</summary>
    public float[] Discriminants { get; init; } = [];

    /// <summary>What the parts of the model see of the track, from which a <see cref="GenreSpace"/> tells where it is.</summary>
    internal IReadOnlyList<double[]> PartVectors { get; init; } = [];

    /// <summary>Adds a check for too little sound, which features cannot show because they have no absolute level.</summary>
    /// <param name="sound">The audible content of the audio; <see langword="null"/> if unknown.</param>
    public GenreAnswer About(SoundContent? sound) =>
        sound?.TooLittle is { } reason ? this with { Verdict = Verdict.NoMusic, Reason = reason, Uncertain = true } : this;
}
