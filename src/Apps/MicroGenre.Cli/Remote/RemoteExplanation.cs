using MicroGenre.Learning;

namespace MicroGenre.Cli.Remote;

/// <summary>An explanation that came from a service.</summary>
internal static class RemoteExplanation
{
    public static Explanation Of(Contracts.Explanation message) => new(
        message.Genre,
        message.Logit,
        message.Bias,
        [
            .. message.Contributions.Select(part => new Contribution(
                part.StartSeconds, part.EndSeconds, part.LowHz, part.HighHz, EvidenceOf(part.Evidence), part.Value)),
        ],
        message.Method == Contracts.ExplanationMethod.Exact ? ExplanationMethod.Exact : ExplanationMethod.Occlusion)
    {
        Nearest = [.. message.Nearest.Select(near => new NearTrack(near.Track, near.Genre, near.Similarity))],
    };

    private static Evidence EvidenceOf(Contracts.Evidence evidence) => evidence switch
    {
        Contracts.Evidence.Timbre => Evidence.Timbre,
        Contracts.Evidence.Rhythm => Evidence.Rhythm,
        Contracts.Evidence.Covariance => Evidence.Covariance,
        _ => Evidence.Any,
    };
}
