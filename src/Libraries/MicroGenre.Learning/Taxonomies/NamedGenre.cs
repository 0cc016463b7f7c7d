using System.Text.Json.Serialization;

namespace MicroGenre.Learning.Taxonomies;

/// <summary>A genre in the words of a music library's owner.</summary>
/// <param name="Name">The word.</param>
/// <param name="Probability">The sum of the probabilities of all genres that the word stands for, 0 to 1.</param>
public sealed record NamedGenre(
    [property: JsonPropertyName("genre")] string Name,
    [property: JsonPropertyName("probability")] double Probability);
