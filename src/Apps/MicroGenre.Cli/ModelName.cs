using System.CommandLine;
using System.Globalization;
using MicroGenre.Learning;

namespace MicroGenre.Cli;

/// <summary>The name of a model on the command line: <c>gtzan</c> for its newest version, or <c>gtzan/2</c>.</summary>
internal sealed record ModelName(string Name, int? Version)
{
    /// <summary>The model that comes with the program.</summary>
    public const string Default = "gtzan";

    public static Option<string> Option() => new("--model")
    {
        Description = "The model, as NAME for its newest version or NAME/VERSION.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Default,
    };

    /// <exception cref="UsageException">The text has neither form.</exception>
    public static ModelName Parse(string text) => text.Split('/') switch
    {
        [{ Length: > 0 } name] => new(name, null),
        [{ Length: > 0 } name, var version] when int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            new(name, number),
        _ => throw new UsageException($"'{text}' is not a model: write NAME or NAME/VERSION."),
    };

    public GenreModel Load(ModelRepository models) => models.Load(Name, Version);
}
