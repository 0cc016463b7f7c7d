using System.Globalization;
using System.Net;
using System.Text;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Tagging;

/// <summary>A web page that compares the genres of tracks before and after a run. It needs nothing beside it.</summary>
internal static class TagPage
{
    private const string Style = """
        :root { color-scheme: light dark }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent) }
        td { overflow-wrap: anywhere }
        th:nth-child(1) { width: 45% }
        del { opacity: .65 }
        ins { text-decoration: none; font-weight: 600 }
        .kept { opacity: .65 }
        """;

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<TagDecision> decisions, bool written) =>
        WholeFile.Write(path, Of(decisions, written));

    private static string Of(IReadOnlyList<TagDecision> decisions, bool written)
    {
        var changed = decisions.Count(IsChange);
        var title = $"{changed} of {decisions.Count} {(decisions.Count == 1 ? "track" : "tracks")} "
            + (written ? "tagged" : "would be tagged");
        var page = new StringBuilder($$"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{title}}</title>
            <style>
            {{Style}}
            </style></head>
            <body>
            <h1>{{title}}</h1>
            <table>
            <thead><tr><th scope="col">Track</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Note</th></tr></thead>
            <tbody>

            """);
        foreach (var decision in decisions)
        {
            page.Append(Row(decision)).Append('\n');
        }

        return page.Append("</tbody>\n</table>\n</body>\n</html>\n").ToString();
    }

    private static string Row(TagDecision decision)
    {
        var before = Html(decision.Existing ?? "");
        return IsChange(decision)
            ? $"<tr><td>{Html(decision.File)}</td><td>{(before.Length > 0 ? $"<del>{before}</del>" : "")}</td>"
                + $"<td><ins>{Html(Shares(decision))}</ins></td><td>{(decision.IsLabelled ? "your label" : "")}</td></tr>"
            : $"<tr class=\"kept\"><td>{Html(decision.File)}</td><td>{before}</td><td>{before}</td><td>{Html(Note(decision))}</td></tr>";
    }

    private static string Note(TagDecision decision) => decision.ToString()[(decision.File.Length + 2)..];

    private static string Shares(TagDecision decision) => decision.IsLabelled ? decision.Genre! : string.Join(
        ", ",
        (IEnumerable<string>)[Share(decision.Genre!, decision.Probability!.Value),
            .. (decision.Also ?? []).Select(genre => Share(genre.Name, genre.Probability))]);

    private static string Share(string genre, double probability) =>
        string.Create(CultureInfo.InvariantCulture, $"{genre} {100 * probability:0} %");

    private static bool IsChange(TagDecision decision) => decision.Action == TagAction.Tag;

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
