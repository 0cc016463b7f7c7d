namespace MicroGenre.Learning;

/// <summary>
/// How far answers are from what a model's card says of tracks that it had not learnt from, by <see cref="StabilityIndex"/>; each is
/// <see langword="null"/> where the card says nothing, or there are too few answers.
/// </summary>
/// <param name="Answers">How many answers count.</param>
/// <param name="Scores">Of the probability of the most probable genre.</param>
/// <param name="SetSizes">Of how many genres might be the track's.</param>
/// <param name="Unfamiliar">Of how many tracks are unlike anything learnt.</param>
public sealed record Drift(int Answers, double? Scores, double? SetSizes, double? Unfamiliar)
{
    /// <summary>The index from which tracks are no longer like those that the model was measured on.</summary>
    public const double Limit = 0.25;

    /// <summary>Whether any of them is above <see cref="Limit"/>.</summary>
    public bool IsLarge => Scores > Limit || SetSizes > Limit || Unfamiliar > Limit;
}
