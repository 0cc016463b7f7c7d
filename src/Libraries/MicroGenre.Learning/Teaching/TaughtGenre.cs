namespace MicroGenre.Learning;

/// <summary>A genre that a model was taught after its training.</summary>
/// <param name="Label">The genre.</param>
/// <param name="Examples">How many tracks it was taught by.</param>
/// <param name="Recognized">The share of these tracks, 0 to 1, that are found to be of the genre when it is taught by the others
/// alone.</param>
public sealed record TaughtGenre(string Label, int Examples, double Recognized);
