using System.Globalization;
using MicroGenre.Cli.Audio;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Output;

/// <summary>An explanation for people: its kinds of evidence, its strongest parts, and the training tracks that are most alike.</summary>
internal static class ExplanationText
{
    private const int Shown = 3;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(Classification classification)
    {
        var why = classification.Explanation!;
        var parts = why.Contributions.GroupBy(part => part.Evidence)
            .Select(kind => $"{Name(kind.Key)} {Signed(kind.Sum(part => part.Value))}");
        yield return $"  why {classification.NameOf(why.Genre)}: logit {Signed(why.Logit)} = {string.Join(", ", parts)}, "
            + $"{(why.Method == ExplanationMethod.Exact ? "average music" : "rest")} {Signed(why.Bias)}"
            + (why.Method == ExplanationMethod.Occlusion ? "; found by occlusion" : "");
        foreach (var part in why.Contributions.Where(part => part.Value > 0).OrderByDescending(part => part.Value).Take(Shown))
        {
            yield return Line("for", part);
        }

        foreach (var part in why.Contributions.Where(part => part.Value < 0).OrderBy(part => part.Value).Take(Shown))
        {
            yield return Line("against", part);
        }

        if (why.Nearest.Count > 0)
        {
            var nearest = why.Nearest.Select(near => $"{near.Track} ({classification.NameOf(near.Genre)})");
            yield return $"    most alike  {string.Join(", ", nearest)}";
        }
    }

    private static string Line(string side, Contribution part) => string.Create(
        CultureInfo.InvariantCulture,
        $"    {side,-10}  {part.Start,6:0.0} to {part.End:0.0} s  {part.LowHertz,5:0} to {part.HighHertz:0} Hz  {Name(part.Evidence)}  ")
        + Signed(part.Value);

    private static string Name(Evidence evidence) => evidence == Evidence.Any ? "all evidence" : evidence.ToString().ToLowerInvariant();

    private static string Signed(double value) => value.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);
}
