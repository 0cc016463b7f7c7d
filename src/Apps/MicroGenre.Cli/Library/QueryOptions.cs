using System.CommandLine;
using MicroGenre.Collections.Search;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Library;

/// <summary>The options that filter and sort tracks of the library.</summary>
internal sealed class QueryOptions
{
    private static readonly Dictionary<string, TrackOrder> Orders = new(StringComparer.Ordinal)
    {
        ["path"] = TrackOrder.Path,
        ["genre"] = TrackOrder.Genre,
        ["probability"] = TrackOrder.Probability,
        ["artist"] = TrackOrder.Artist,
        ["tempo"] = TrackOrder.Tempo,
        ["year"] = TrackOrder.Year,
        ["duration"] = TrackOrder.Duration,
    };

    private static readonly Dictionary<string, Verdict> Verdicts = new(StringComparer.Ordinal)
    {
        ["ok"] = Verdict.Ok,
        ["no_music"] = Verdict.NoMusic,
        ["unfamiliar"] = Verdict.Unfamiliar,
    };

    private readonly Option<string?> _genre = new("--genre") { Description = "Only this genre, by the model's name.", HelpName = "GENRE" };
    private readonly Option<double?> _confidence =
        new("--min-confidence") { Description = "Only tracks whose genre has at least this probability, 0 to 1.", HelpName = "P" };
    private readonly Option<string?> _artist = new("--artist") { Description = "Only this artist.", HelpName = "NAME" };
    private readonly Option<string?> _album = new("--album") { Description = "Only this album.", HelpName = "NAME" };
    private readonly Option<string?> _key = new("--key") { Description = "Only this key: C:maj, F#:min, …", HelpName = "KEY" };
    private readonly Option<string?> _tempo =
        new("--tempo") { Description = "Only tempi in this range, in beats per minute: 90-110, 120- or -80.", HelpName = "FROM-TO" };
    private readonly Option<string?> _year =
        new("--year") { Description = "Only years in this range: 1970-1979, 2000- or 1999.", HelpName = "FROM-TO" };
    private readonly Option<string?> _verdict =
        new("--verdict") { Description = "Only tracks with this verdict: ok, no_music or unfamiliar.", HelpName = "VERDICT" };
    private readonly Option<string?> _text =
        new("--text") { Description = "Only tracks with this text in path, artist, album or title.", HelpName = "TEXT" };
    private readonly Option<bool> _failed =
        new("--failed") { Description = "List files that could not be analysed, with the reasons, instead of tracks." };
    private readonly Option<bool> _gone = new("--gone") { Description = "List files that no longer exist instead of tracks." };
    private readonly Option<string?> _sort =
        new("--sort") { Description = $"Sort by: {string.Join(", ", Orders.Keys)}. Default: path.", HelpName = "BY" };
    private readonly Option<bool> _descending = new("--descending") { Description = "Sort in descending order." };
    private readonly Option<int?> _skip = new("--skip") { Description = "Number of tracks to skip.", HelpName = "N" };
    private readonly Option<int?> _top = new("--top") { Description = "Number of tracks to list. Default: all.", HelpName = "N" };

    public void AddTo(Command command)
    {
        AddFiltersTo(command);
        Add(command, [_confidence, _verdict, _failed, _gone, _sort, _descending, _skip, _top]);
    }

    /// <summary>Adds only the filters by what a track is.</summary>
    public void AddFiltersTo(Command command) => Add(command, [_genre, _artist, _album, _key, _tempo, _year, _text]);

    /// <summary>Adds the order of tracks.</summary>
    public void AddOrderTo(Command command) => Add(command, [_sort, _descending]);

    /// <summary>Whether not all tracks match.</summary>
    /// <exception cref="UsageException">A value is unknown or invalid.</exception>
    public bool Filters(ParseResult result) => Read(result) with { Order = default, IsDescending = false } != new TrackQuery();

    /// <exception cref="UsageException">A value is unknown or invalid.</exception>
    public TrackQuery Read(ParseResult result)
    {
        var (tempo, year) = (Range(result.GetValue(_tempo), _tempo), Range(result.GetValue(_year), _year));
        return new TrackQuery
        {
            State = (result.GetValue(_failed), result.GetValue(_gone)) switch
            {
                (true, true) => throw new UsageException($"{_failed.Name} and {_gone.Name} exclude each other."),
                (true, _) => FileState.Failed,
                (_, true) => FileState.Gone,
                _ => FileState.Track,
            },
            Genre = result.GetValue(_genre),
            LeastProbability = result.GetValue(_confidence),
            Artist = result.GetValue(_artist),
            Album = result.GetValue(_album),
            Key = result.GetValue(_key) is not { } key ? null
                : MusicalKey.Parse(key)?.ToString() ?? throw new UsageException($"'{key}' is not a key: write C:maj, F#:min, Bb:maj, …"),
            LeastTempo = tempo.From,
            MostTempo = tempo.To,
            FirstYear = (int?)year.From,
            LastYear = (int?)year.To,
            Verdict = result.GetValue(_verdict) is { } verdict ? Choice(verdict, Verdicts, _verdict) : null,
            Text = result.GetValue(_text),
            Order = result.GetValue(_sort) is { } order ? Choice(order, Orders, _sort) : TrackOrder.Path,
            IsDescending = result.GetValue(_descending),
            Skip = result.GetValue(_skip) is not { } skip ? 0 : skip >= 0 ? skip
                : throw new UsageException($"{_skip.Name} must be at least 0."),
            Take = result.GetValue(_top) is not { } top ? null : top > 0 ? top
                : throw new UsageException($"{_top.Name} must be at least 1."),
        };
    }

    private static void Add(Command command, IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            command.Add(option);
        }
    }

    private static T Choice<T>(string name, Dictionary<string, T> choices, Option option) =>
        choices.TryGetValue(name, out var value) ? value
            : throw new UsageException($"{option.Name} must be one of {string.Join(", ", choices.Keys)}, not '{name}'.");

    private static (double? From, double? To) Range(string? text, Option option)
    {
        return text?.Split('-') switch
        {
            null => (null, null),
            [var only] => (Number(only), Number(only)),
            [var from, var to] when from.Length + to.Length > 0 =>
                (from.Length > 0 ? Number(from) : null, to.Length > 0 ? Number(to) : null),
            _ => throw Wrong(),
        };

        double Number(string part) =>
            double.TryParse(part, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture,
                out var value) ? value : throw Wrong();

        UsageException Wrong() => new($"{option.Name} must be a range, such as 90-110, 120- or -80, not '{text}'.");
    }
}
