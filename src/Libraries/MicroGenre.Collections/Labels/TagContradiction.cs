using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Tagging;

namespace MicroGenre.Collections.Labels;

/// <summary>What a model's answer says against the genre in a track's tag.</summary>
/// <param name="Tagged">The genre of the tag, as the model names it.</param>
/// <param name="TaggedProbability">Its probability by the model, 0 to 1.</param>
/// <param name="ModelProbability">The probability of the model's own genre, 0 to 1.</param>
public sealed record TagContradiction(string Tagged, double TaggedProbability, double ModelProbability)
{
    // No model is surer than that, and a quotient needs a divisor.
    private const double LeastProbability = 1e-6;

    /// <summary>The natural logarithm of how many times more probable the model's own genre is; above 0.</summary>
    public double Odds => Math.Log(ModelProbability / Math.Max(TaggedProbability, LeastProbability));

    /// <summary>
    /// Compares a tag with a model's answer. Of several genres in the tag, the most probable one counts. A tag without a genre that the
    /// model knows contradicts nothing.
    /// </summary>
    /// <param name="tag">The text of the tag.</param>
    /// <param name="answer">The model's genres with their probabilities, the most probable first.</param>
    /// <returns><see langword="null"/> if the tag and the model agree, or the tag contradicts nothing.</returns>
    public static TagContradiction? Of(string tag, IReadOnlyList<GenreShare> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var names = TagGenres.In(tag);
        var tagged = answer.FirstOrDefault(genre => names.Contains(genre.Label, GenreName.Comparer));
        return tagged is null || tagged.Probability >= answer[0].Probability ? null
            : new TagContradiction(tagged.Label, tagged.Probability, answer[0].Probability);
    }
}
