using System.CommandLine;
using MicroGenre.Learning.Taxonomies;

namespace MicroGenre.Cli.Tagging;

/// <summary>The options of all commands that write genres.</summary>
internal sealed class TaggingOptions
{
    private const int MostGenres = 3;

    private readonly Option<bool> _write = new("--write")
    {
        Description = "Write the genres. Without it, nothing changes, and the command shows what it would do.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Show what would be done and change nothing. This is the default.",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Overwrite existing genres." };

    private readonly Option<string?> _taxonomy = new("--taxonomy")
    {
        Description =
            "A file that says which words to write: synonyms, a whitelist, a blacklist and a hierarchy (YAML); or beets' genre tree, or "
            + "beets' whitelist.",
        HelpName = "FILE",
    };

    private readonly Option<int> _genres = new("--genres")
    {
        Description = $"Most genres for a track, 1 to {MostGenres}. Default: 1.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<double?> _confidence = new("--min-confidence")
    {
        Description = $"Lowest probability of a genre that is written, 0 to 1. Default: {TagRule.DefaultConfidence}.",
        HelpName = "P",
    };

    private readonly Option<string?> _groupBy = TrackGroupings.Option();

    private readonly Option<string?> _sidecar = new("--csv")
    {
        Description =
            $"Write all genres to this file and touch no audio. Without it, files that hold no tags go to {Sidecar.Name} in the "
            + "folder, or beside the file.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _html = new("--html")
    {
        Description = "Write a page that compares the genres of all tracks before and after.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _journals = JournalFolder.Option();

    private readonly Option<bool> _preserveTimes = new("--preserve-times")
    {
        Description = "Keep the times of the last change and access.",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print one JSON object per track and a summary, one per line.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_write, _dryRun, _force, _taxonomy, _genres, _confidence, _groupBy, _sidecar, _html, _journals,
            _preserveTimes, _json])
        {
            command.Add(option);
        }
    }

    /// <summary>Whether to print JSON.</summary>
    public bool Json(ParseResult result) => result.GetValue(_json);

    /// <summary>Reads the options.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="models">The folder of models.</param>
    /// <param name="sidecar">The CSV file, unless the user names one.</param>
    /// <param name="coverage">The name of the option for sets, and what it promises.</param>
    /// <exception cref="UsageException">A value is not valid, or options exclude each other.</exception>
    public TaggingOrder Read(ParseResult result, string models, string sidecar, (string Name, double? Share) coverage)
    {
        if (result.GetValue(_write) && result.GetValue(_dryRun))
        {
            throw new UsageException($"{_write.Name} and {_dryRun.Name} exclude each other.");
        }

        var least = result.GetValue(_confidence);
        if (least is not (null or (>= 0 and <= 1)))
        {
            throw new UsageException($"{_confidence.Name} must be in the range 0 to 1.");
        }

        var most = result.GetValue(_genres) is >= 1 and <= MostGenres and var count ? count
            : throw new UsageException($"{_genres.Name} must be in the range 1 to {MostGenres}.");
        var grouping = TrackGroupings.Read(result, _groupBy);
        string? excluded = least is not null ? _confidence.Name
            : grouping != TrackGrouping.None ? _groupBy.Name
            : most > 1 ? _genres.Name
            : null;
        if (coverage.Share is not null && excluded is not null)
        {
            throw new UsageException($"{coverage.Name} decides in place of {_confidence.Name}, on each track alone, and for one genre: "
                + $"leave {excluded} out.");
        }

        return new TaggingOrder(
            new TagRule(ReadTaxonomy(result.GetValue(_taxonomy)), most, least, coverage.Share), result.GetValue(_write),
            result.GetValue(_force), grouping, result.GetValue(_sidecar) is not null, result.GetValue(_sidecar) ?? sidecar,
            result.GetValue(_preserveTimes), result.GetValue(_html), JournalFolder.Of(result.GetValue(_journals), models),
            result.GetValue(_json));
    }

    private static Taxonomy ReadTaxonomy(string? path)
    {
        try
        {
            return path is null ? Taxonomy.Default : Taxonomy.Read(path);
        }
        catch (InvalidDataException exception)
        {
            throw new UsageException(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The taxonomy '{path}' cannot be read: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
