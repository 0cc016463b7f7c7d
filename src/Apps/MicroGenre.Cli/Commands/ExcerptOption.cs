using System.CommandLine;
using MicroGenre.Segmentation;

namespace MicroGenre.Cli.Commands;

/// <summary>The option <c>--excerpt</c>: the excerpt of each track to use.</summary>
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
            $"Excerpt of each track to use: whole, middle ({Excerpts.Seconds} s), "
            + $"largest-cluster (its windows, {Excerpts.Seconds} s at most), "
            + $"or votes (parts of {Excerpts.VoteSeconds} s that vote). Default: whole.",
        HelpName = "PART",
    };

    /// <summary>Reads the option.</summary>
    /// <exception cref="UsageException">The excerpt is unknown, or a server is used, which supports only whole tracks.</exception>
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
            : throw new UsageException($"{option.Name} cannot be combined with {server.Name}.");
    }
}
