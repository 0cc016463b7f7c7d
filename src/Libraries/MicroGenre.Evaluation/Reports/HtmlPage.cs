using System.Globalization;
using System.Net;
using System.Text;

namespace MicroGenre.Evaluation.Reports;

/// <summary>Writes a self-contained HTML page for phones, desktops and print.</summary>
internal sealed class HtmlPage
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 74rem; margin: 0 auto; padding: 1rem; box-sizing: border-box; overflow-wrap: break-word; }
        h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2rem; } p, ul { max-width: 52rem; }
        .wide { overflow-x: auto; } .charts { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; overflow-x: auto; }
        table { border-collapse: collapse; font-size: .9rem; } th, td { padding: .25rem .6rem; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap; }
        th { vertical-align: bottom; font-weight: 600; white-space: normal; } .text1 :is(th, td):nth-child(-n+1), .text3 :is(th, td):nth-child(-n+3) { text-align: left; }
        .text1 :is(th, td):first-child { white-space: normal; min-width: 8rem; } :is(th, td):first-child { position: sticky; left: 0; background: #fff; padding-left: 0; }
        svg { display: block; flex: none; } audio { height: 2rem; width: 14rem; vertical-align: middle; }
        details { margin: .75rem 0; border: 1px solid #ddd; border-radius: 6px; padding: .5rem .75rem; } summary { cursor: pointer; font-weight: 600; }
        @media screen and (min-width: 72rem) { .large svg { width: 32rem; height: auto; } }
        @media (max-width: 30rem) { details { border-width: 1px 0; border-radius: 0; padding: .5rem 0; } }
        @media print { body { max-width: none; font-size: 11pt; padding: 0; } :is(th, td):first-child { position: static; } details { border: 0; padding: 0; } svg, tr, summary { break-inside: avoid; } h2, summary { break-after: avoid; } table { font-size: 8pt; } th, td { padding: .15rem .3rem; } .text1 :is(th, td):first-child { min-width: 6rem; } .wide, .charts { overflow: visible; } audio { display: none; } }
        """;

    private readonly StringBuilder _page = new();

    public HtmlPage(string title) => _page.Append(
        CultureInfo.InvariantCulture,
        $"""<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Text(title)}</title><style>{Style}</style></head><body><h1>{Text(title)}</h1>""");

    /// <summary>Escapes text for HTML.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    public void Heading(string text) => _page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(text)}</h2>");

    /// <summary>Adds a paragraph of HTML.</summary>
    public void Paragraph(string html) => _page.Append(CultureInfo.InvariantCulture, $"<p>{html}</p>");

    public void List(IReadOnlyCollection<string> items)
    {
        if (items.Count > 0)
        {
            _page.Append("<ul>").AppendJoin("", items.Select(item => $"<li>{Text(item)}</li>")).Append("</ul>");
        }
    }

    public void Charts(IEnumerable<string> drawings) => Charts("charts", drawings);

    /// <summary>Adds the main charts, which are larger on wide screens.</summary>
    public void LargeCharts(IEnumerable<string> drawings) => Charts("charts large", drawings);

    /// <summary>Adds a table.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The cells of the rows.</param>
    /// <param name="textColumns">Number of leading columns with text instead of numbers: 1 or 3.</param>
    /// <param name="players">For each row, the audio for a player in its last cell, if any. The player loads nothing before it is
    /// started.</param>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, int textColumns = 1,
        IReadOnlyList<string?>? players = null)
    {
        _page.Append(CultureInfo.InvariantCulture, $"""<div class="wide"><table class="text{textColumns}"><tr>""");
        _page.AppendJoin("", columns.Select(column => $"<th>{Text(column)}</th>")).Append("</tr>");
        foreach (var (i, row) in rows.Index())
        {
            _page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Text(cell)}</td>"));
            if (players?[i] is { } source)
            {
                _page.Append(CultureInfo.InvariantCulture, $"""<td><audio controls preload="none" src="{Text(source)}"></audio></td>""");
            }

            _page.Append("</tr>");
        }

        _page.Append("</table></div>");
    }

    /// <summary>Begins a collapsible section. It is open, so that it is printed.</summary>
    public void Open(string summary) => _page.Append(CultureInfo.InvariantCulture, $"<details open><summary>{Text(summary)}</summary>");

    public void Close() => _page.Append("</details>");

    private void Charts(string kind, IEnumerable<string> drawings) =>
        _page.Append(CultureInfo.InvariantCulture, $"""<div class="{kind}">""").AppendJoin("", drawings).Append("</div>");

    public override string ToString() => $"{_page}</body></html>\n";
}
