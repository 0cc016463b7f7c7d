using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>A classifier that may know exactly what its answers are made of.</summary>
internal interface IExactClassifier : IClassifier
{
    /// <summary>Whether it does.</summary>
    bool IsExact { get; }

    /// <summary>The same answer as <see cref="IClassifier.Read"/> gives, with what it was made of.</summary>
    TracedReading Trace(FeatureMatrix track);
}

/// <summary>An answer with what it was made of.</summary>
/// <param name="Reading">The answer.</param>
/// <param name="Explain">Explains the probability of a genre.</param>
internal sealed record TracedReading(TrackReading Reading, ExplainGenre Explain);

/// <summary>Adds what speaks for a genre to a map.</summary>
/// <param name="genre">The genre, by its place among the labels.</param>
/// <param name="share">What to multiply everything by.</param>
/// <param name="map">Where the contributions go.</param>
/// <returns>The genre's logit and the part of it that no contribution holds.</returns>
internal delegate LogitParts ExplainGenre(int genre, double share, EvidenceMap map);

/// <summary>A genre's logit.</summary>
/// <param name="Logit">All of it.</param>
/// <param name="Bias">The part of it that average music would have.</param>
internal sealed record LogitParts(double Logit, double Bias)
{
    public static LogitParts operator +(LogitParts one, LogitParts other) => new(one.Logit + other.Logit, one.Bias + other.Bias);
}
