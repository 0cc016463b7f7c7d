using Library = MicroGenre.Learning;

namespace MicroGenre.Inference.Classification;

/// <summary>Explanations in the contract's form.</summary>
public static class ExplanationMapping
{
    /// <summary>The message.</summary>
    public static Contracts.Explanation ToMessage(Library.Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var message = new Contracts.Explanation
        {
            Genre = explanation.Genre,
            Logit = explanation.Logit,
            Bias = explanation.Bias,
            Method = explanation.Method == Library.ExplanationMethod.Exact
                ? Contracts.ExplanationMethod.Exact : Contracts.ExplanationMethod.Occlusion,
        };
        message.Contributions.AddRange(explanation.Contributions.Select(part => new Contracts.Contribution
        {
            StartSeconds = part.Start,
            EndSeconds = part.End,
            LowHz = part.LowHertz,
            HighHz = part.HighHertz,
            Evidence = part.Evidence switch
            {
                Library.Evidence.Timbre => Contracts.Evidence.Timbre,
                Library.Evidence.Rhythm => Contracts.Evidence.Rhythm,
                Library.Evidence.Covariance => Contracts.Evidence.Covariance,
                _ => Contracts.Evidence.Any,
            },
            Value = part.Value,
        }));
        message.Nearest.AddRange(explanation.Nearest.Select(near => new Contracts.NearTrack
        {
            Track = near.Track,
            Genre = near.Genre,
            Similarity = near.Similarity,
        }));
        return message;
    }
}
