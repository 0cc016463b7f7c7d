using System.CommandLine;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary>The option <c>--coverage</c>: how often a set of genres holds a track's own.</summary>
internal static class CoverageOption
{
    public static Option<double?> Create(string what) => new("--coverage")
    {
        Description =
            $"{what} The share of tracks whose genre is in its set, above 0 and below 1, such as {ConformalSets.DefaultCoverage}.",
        HelpName = "SHARE",
    };

    /// <summary>What the user wants.</summary>
    /// <exception cref="UsageException">It is no share.</exception>
    public static double? Read(ParseResult result, Option<double?> option) => result.GetValue(option) is not { } coverage ? null
        : coverage is > 0 and < 1 ? coverage
        : throw new UsageException($"{option.Name} must be above 0 and below 1.");

    /// <summary>Refuses a model that promises nothing.</summary>
    /// <exception cref="NoSetsException">Its card has no scores to make sets by.</exception>
    public static GenreModel Check(GenreModel model, double? coverage)
    {
        if (coverage is not null)
        {
            model.RequireSets();
        }

        return model;
    }
}
