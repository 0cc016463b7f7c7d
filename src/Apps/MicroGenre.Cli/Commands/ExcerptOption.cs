using System.CommandLine;
using MicroGenre.Segmentation;

namespace MicroGenre.Cli.Commands;

/// <summary>The option <c>--excerpt</c>: what of each track to work on.</summary>
internal static class ExcerptOption
{
    private static readonly Dictionary<string, ExcerptKind> Kinds = new(StringComparer.Ordinal)
    {
        ["whole"] = ExcerptKind.Whole,
        ["middle"] = ExcerptKind.Middle,
        ["largest-cluster"] = ExcerptKind.LargestCluster,
        ["votes"] = ExcerptKind.Votes,
    };

    public static Option<string?> Create() => new("--excerpt")
    {
        Description =
            $"What of each track to take: whole, middle ({Excerpts.Seconds} s), "
            + $"largest-cluster (its windows, {Excerpts.Seconds} s at most), "
            + $"or votes (each {Excerpts.VoteSeconds} s on their own). Default: whole.",
        HelpName = "PART",
    };

    /// <summary>What the user wants.</summary>
    /// <exception cref="UsageException">There is no such excerpt, or a server is to do the work, which takes whole tracks.</exception>
    public static ExcerptKind Read(ParseResult result, Option<string?> option, Option<string?> server)
    {
        if (result.GetValue(option) is not { } name)
        {
            return ExcerptKind.Whole;
        }

        if (!Kinds.TryGetValue(name, out var kind))
        {
            throw new UsageException($"{option.Name} must be one of {string.Join(", ", Kinds.Keys)}, not '{name}'.");
        }

        return kind == ExcerptKind.Whole || result.GetValue(server) is null
            ? kind
            : throw new UsageException($"{option.Name} is cut by this program itself: leave {server.Name} out.");
    }
}
