using System.Text.RegularExpressions;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>Compares what a command printed with the output that a page shows.</summary>
internal static partial class DocumentedOutput
{
    // In milliseconds.
    private const int Limit = 10_000;

    /// <summary>Demands the words of <paramref name="block"/>. Numbers, bars and what … leaves out may differ.</summary>
    public static void Shows(CodeBlock block, string output) => Assert.Matches(
        string.Join(
            @"[\s\S]*?",
            block.Lines.Select(line => line.Trim()).Where(line => line is not ("" or "…")).Select(line =>
                Numbers().Replace(Bars().Replace(Regex.Escape(line), ".*"), @"[\d.]+").Replace("…", ".*", StringComparison.Ordinal))),
        output);

    // An escaped number.
    [GeneratedRegex(@"\d+(\\\.\d+)*", RegexOptions.ExplicitCapture, Limit)]
    private static partial Regex Numbers();

    [GeneratedRegex("[█▉▊▋▌▍▎▏]+", RegexOptions.None, Limit)]
    private static partial Regex Bars();
}
