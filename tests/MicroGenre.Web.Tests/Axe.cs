using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>Checks a page against WCAG 2.2 AA and good practice, as far as a program can: axe-core.</summary>
internal static class Axe
{
    private const string Violations =
        """
        async rules => {
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const { violations } = await axe.run(document, { runOnly: rules ? { type: 'rule', values: rules } : tags });
          return violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
        }
        """;

    /// <summary>Where axe-core is, once the build has brought it from npm.</summary>
    public static string Script { get; } = Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    /// <summary>The rules that are about colours.</summary>
    public static IReadOnlyList<string> Colours { get; } = ["color-contrast", "link-in-text-block"];

    /// <summary>What is wrong with a page as it is now, an entry for each element.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rules">What to check; all rules unless given.</param>
    public static async Task<string[]> ViolationsAsync(IPage page, IReadOnlyList<string>? rules = null)
    {
        // Evaluated, not added as a script, which the page's policy forbids.
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(await File.ReadAllTextAsync(Script));
        }

        return await page.EvaluateAsync<string[]>(Violations, rules);
    }
}

/// <summary>A test that checks the page with axe-core; it is skipped, with the reason, where that or the browser is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute() => Skip =
        Browser.Program is null ? "needs chromium" : File.Exists(Axe.Script) ? null : "needs axe-core, which the build takes from npm";
}
