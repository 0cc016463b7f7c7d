namespace MicroGenre.Serving.Calls;

/// <summary>Verdicts in the contract.</summary>
public static class VerdictMapping
{
    /// <summary>Converts a model's verdict to the contract.</summary>
    public static Contracts.Verdict ToMessage(this Learning.Verdict verdict) => verdict switch
    {
        Learning.Verdict.NoMusic => Contracts.Verdict.NoMusic,
        Learning.Verdict.Unfamiliar => Contracts.Verdict.Unfamiliar,
        _ => Contracts.Verdict.Ok,
    };
}
