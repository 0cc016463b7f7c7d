using System.Globalization;
using MicroGenre.Evaluation.Reports.Charts;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Signal.Files;

namespace MicroGenre.Evaluation.Reports;

/// <summary>
/// The page that says for each paper, in one paragraph and one chart, what its figures are worth: published, by its own protocol, with no
/// artist on both sides. It is made of the summaries of the suites that exist.
/// </summary>
/// <param name="folder">The folder of the reports.</param>
internal sealed class WorthPage(string folder)
{
    /// <summary>The file name of the page.</summary>
    public const string FileName = "what-the-figures-are-worth.md";

    private const string Title = "What the papers' figures are worth";

    /// <summary>Writes the page and its charts; nothing if no suite with a paper was measured.</summary>
    public void Write()
    {
        var sections = Paper.All.Select(Section).Where(section => section.Count > 0).ToList();
        if (sections.Count > 0)
        {
            WholeFile.Write(Path.Combine(folder, FileName), string.Join(Environment.NewLine, new[]
            {
                $"# {Title}", "",
                "Made by `microgenre evaluate` from the results kept here. *Published* is the paper's figure. *The paper's protocol* "
                + "divides tracks as the paper does, at random, so that a model may have heard the artists of its test tracks. "
                + "*Artist-aware* keeps artists apart. The distance between the last two is the leak: what a figure owes to known "
                + "artists. Means are over the rows that were measured both ways on the same genres.", "",
            }.Concat(sections.SelectMany(section => section))));
        }
    }

    private IReadOnlyList<string> Section(Paper paper)
    {
        var suites = Suite.All.Where(suite => !suite.WithinTraining && Paper.Of(suite) == paper).ToList();
        var summaries = suites.Select(suite => SuiteSummary.TryRead(Path.Combine(folder, $"{suite.Name}.json")))
            .OfType<SuiteSummary>().ToList();
        var rows = summaries.SelectMany(summary => summary.Rows).Where(row => row.Published is not null)
            .DistinctBy(row => row.Name, StringComparer.Ordinal).ToList();
        if (rows.Count == 0)
        {
            return [];
        }

        var chart = $"worth-{paper.Name}.svg";
        WholeFile.Write(Path.Combine(folder, chart), ProtocolChart.Draw(rows));
        var sources = string.Join(", ", summaries.Select(summary => $"[{summary.Suite}]({summary.Suite}.md)"));
        var byFolds = suites.SelectMany(suite => suite.Rows).Where(row => row.Folds is not null).Select(row => row.Name)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            $"## {paper.Title}", "",
            string.Join(
                ' ',
                [
                    .. Compared(rows, byFolds), .. Leak(rows), .. Hops(paper, rows), .. Unmeasured(summaries), paper.Limits,
                    $"Rows: {sources}.",
                ]),
            "",
            $"![{paper.Title}: published, by the paper's protocol, and artist-aware]({chart})", "",
        ];
    }

    private static IEnumerable<string> Compared(List<SummaryRow> rows, HashSet<string> byFolds)
    {
        var measured = rows.Where(row => row.Paper is not null).ToList();
        var like = measured.Where(row => !byFolds.Contains(row.Name)).ToList();
        if (like.Count == 0)
        {
            yield return "None of its rows was measured by its own protocol yet.";
            yield break;
        }

        var difference = like.Average(row => row.Paper!.Value - row.Published!.Value);
        var reached = like.Count(row => row.Paper >= row.Published);
        yield return $"By the paper's own protocol, {Come(like.Count)} to {Range(like.Select(row => row.Paper!.Value))}, where it "
            + $"publishes {Range(like.Select(row => row.Published!.Value))}: {Points(difference)} on average, and {reached} of "
            + $"{like.Count} reach the published figure.";
        if (measured.Count - like.Count is > 0 and var left)
        {
            yield return $"{Rows(left)} not counted here: measured by cross-validation of fewer tracks.";
        }
    }

    private static IEnumerable<string> Leak(List<SummaryRow> rows)
    {
        var both = rows.Where(row => row is { Paper: not null, ArtistAware: not null }).ToList();
        var compared = both.Where(row => row.HasAllGenres).ToList();
        var aware = rows.Where(row => row.ArtistAware is not null).ToList();
        if (compared.Count > 0)
        {
            var worst = compared.MaxBy(row => row.Paper - row.ArtistAware)!;
            yield return $"With no artist on both sides, the same methods get {Range(compared.Select(row => row.ArtistAware!.Value))}: the "
                + $"leak is {Number(compared.Average(row => row.Paper!.Value - row.ArtistAware!.Value))} points on average"
                + (compared.Count == 1 ? "." : $", and at most {Number(worst.Paper!.Value - worst.ArtistAware!.Value)}, for {worst.Name}.");
        }
        else if (aware.Count > 0)
        {
            yield return $"With no artist on both sides, {Come(aware.Count)} to {Range(aware.Select(row => row.ArtistAware!.Value))}, "
                + $"where it publishes {Range(aware.Select(row => row.Published!.Value))}. No row was measured both ways on the same "
                + "genres, so that the leak is not known.";
        }
        else
        {
            yield return "Nothing was measured with no artist on both sides yet.";
        }

        if (both.Count - compared.Count is > 0 and var left)
        {
            yield return $"{Rows(left)} not compared: with so few tracks, some genres have one artist, "
                + "who is either learnt from or tested.";
        }
    }

    private static IEnumerable<string> Hops(Paper paper, List<SummaryRow> rows)
    {
        var hops = rows.Select(row => row.HopLength).OfType<int>().Distinct().Order().ToList();
        if (paper.HopLength is { } hop && hops.Exists(here => here != hop))
        {
            yield return $"The frames of its spectrograms are {hop} samples apart, those here {string.Join(" or ", hops)}.";
        }
    }

    private static IEnumerable<string> Unmeasured(List<SuiteSummary> summaries)
    {
        var missing = summaries.SelectMany(summary => summary.Missing ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            yield return $"Not measured yet: {string.Join("; ", missing)}.";
        }
    }

    private static string Rows(int count) => count == 1 ? "1 row is" : $"{count} rows are";

    private static string Come(int rows) => rows == 1 ? "1 row comes" : $"{rows} rows come";

    private static string Range(IEnumerable<double> shares)
    {
        var sorted = shares.Order().ToList();
        return sorted[0] == sorted[^1] ? SuiteFigures.Percent(sorted[0])
            : $"{SuiteFigures.Percent(sorted[0])} to {SuiteFigures.Percent(sorted[^1])}";
    }

    private static string Points(double difference) =>
        Math.Abs(difference) < 0.0005 ? "no difference" : $"{Number(Math.Abs(difference))} points {(difference > 0 ? "more" : "less")}";

    private static string Number(double share) => (share * 100).ToString("0.0;−0.0", CultureInfo.InvariantCulture);
}
