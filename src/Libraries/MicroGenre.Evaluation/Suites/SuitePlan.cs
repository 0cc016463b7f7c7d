using System.Globalization;

namespace MicroGenre.Evaluation.Suites;

/// <summary>A run of a suite that has no result yet.</summary>
/// <param name="Row">The name of the row.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Protocol">How the tracks are divided.</param>
/// <param name="Seconds">How long it will take, roughly; <see langword="null"/> if its recipe was never timed.</param>
public sealed record PlannedRun(string Row, int Seed, SuiteProtocol Protocol, double? Seconds);

/// <summary>What a suite has to compute before it is complete.</summary>
/// <param name="Runs">The runs without a result; those that several rows share count once.</param>
/// <param name="Kept">Number of runs whose results exist.</param>
public sealed record SuitePlan(IReadOnlyList<PlannedRun> Runs, int Kept)
{
    /// <summary>The time of all runs that can be estimated.</summary>
    public TimeSpan Time => TimeSpan.FromSeconds(Runs.Sum(run => run.Seconds ?? 0));

    /// <summary>The plan in one line.</summary>
    public override string ToString()
    {
        var kept = Kept > 0 ? $" ({Kept} are kept)" : "";
        if (Runs.Count == 0)
        {
            return $"Nothing to compute{kept}.";
        }

        var unknown = Runs.Where(run => run.Seconds is null).ToList();
        var rows = string.Join(", ", unknown.Select(run => run.Row).Distinct(StringComparer.Ordinal));
        var more = unknown.Count == 0 ? "." : $", and {unknown.Count} that were never timed: {rows}.";
        return unknown.Count == Runs.Count
            ? $"{Count(Runs.Count)} to compute{kept}; how long they take is not known."
            : $"{Count(Runs.Count)} to compute{kept}, about {InWords(Time)}{more}";
    }

    private static string Count(int runs) => runs == 1 ? "1 run" : $"{runs} runs";

    private static string InWords(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Ceiling(time.TotalSeconds))} s"),
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
    };
}
