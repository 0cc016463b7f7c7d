using System.Text.Json;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;

namespace MicroGenre.Collections.Exchange;

/// <summary>A file of the library as it goes out and comes in: flat, so that every table can hold it.</summary>
public sealed record ExportedTrack
{
    /// <summary>Where the file is; bytes that are not UTF-8 as the library keeps them.</summary>
    public string File { get; set; } = "";

    /// <summary>SHA-256 of its bytes.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Its length in bytes.</summary>
    public long Length { get; set; }

    /// <summary>When it last changed: ticks of 100 ns since the year 1, UTC.</summary>
    public long ModifiedTicks { get; set; }

    /// <summary>Why it could not be analysed.</summary>
    public string? Failure { get; set; }

    /// <summary>The model that told the genres.</summary>
    public string? Model { get; set; }

    /// <summary>The version of what was measured.</summary>
    public int Features { get; set; }

    /// <summary>When it was analysed: ticks of 100 ns since the year 1, UTC.</summary>
    public long AnalyzedTicks { get; set; }

    /// <summary>How long it lasts, in seconds.</summary>
    public double Duration { get; set; }

    /// <summary>Its level in dB relative to full scale.</summary>
    public double? Level { get; set; }

    /// <summary>Beats per minute.</summary>
    public double? Tempo { get; set; }

    /// <summary>The key.</summary>
    public string? Key { get; set; }

    /// <summary>Whether the model could judge it: <c>Ok</c>, <c>NoMusic</c> or <c>Unfamiliar</c>.</summary>
    public string Verdict { get; set; } = nameof(Learning.Verdict.Ok);

    /// <summary>Why it could not.</summary>
    public string? Reason { get; set; }

    /// <summary>The most probable genre.</summary>
    public string? Genre { get; set; }

    /// <summary>How probable it is.</summary>
    public double? Probability { get; set; }

    /// <summary>The artist that its tags name.</summary>
    public string? Artist { get; set; }

    /// <summary>The album that its tags name.</summary>
    public string? Album { get; set; }

    /// <summary>The title that its tags name.</summary>
    public string? Title { get; set; }

    /// <summary>The genre that its tags name.</summary>
    public string? TagGenre { get; set; }

    /// <summary>The year that its tags name.</summary>
    public int? Year { get; set; }

    /// <summary>All genres, as JSON.</summary>
    public string? Genres { get; set; }

    /// <summary>The genres over time, as JSON.</summary>
    public string? OverTime { get; set; }

    /// <summary>Its place in the model's space: little-endian float32 in Base64.</summary>
    public string? Embedding { get; set; }

    /// <summary>The row as it goes out.</summary>
    public static ExportedTrack Of(LibraryTrack row) => new()
    {
        File = StoredPath.Encode(row.Path),
        Sha256 = row.Sha256,
        Length = row.Length,
        ModifiedTicks = row.Modified.Ticks,
        Failure = row.Failure,
        Model = row.Model,
        Features = row.Features,
        AnalyzedTicks = row.Analyzed.Ticks,
        Duration = row.Duration,
        Level = row.Level,
        Tempo = row.Tempo,
        Key = row.Key,
        Verdict = row.Verdict.ToString(),
        Reason = row.Reason,
        Genre = row.Genre,
        Probability = row.Probability,
        Artist = row.Artist,
        Album = row.Album,
        Title = row.Title,
        TagGenre = row.TagGenre,
        Year = row.Year,
        Genres = row.Sound is { } sound ? JsonText.Of(sound.Genres) : null,
        OverTime = row.Sound is { } parts ? JsonText.Of(parts.OverTime) : null,
        Embedding = row.Sound is { } place ? EmbeddingText.Of(place.Embedding) : null,
    };

    /// <summary>The row that it came from.</summary>
    /// <exception cref="InvalidDataException">One of its values cannot be.</exception>
    public LibraryTrack ToRow()
    {
        try
        {
            return new LibraryTrack
            {
                Path = StoredPath.Decode(File.Length > 0 ? File : throw new FormatException("it has no file")),
                Sha256 = Sha256,
                Length = Length,
                Modified = new DateTime(ModifiedTicks, DateTimeKind.Utc),
                Failure = Empty(Failure),
                Model = Empty(Model),
                Features = Features,
                Analyzed = new DateTime(AnalyzedTicks, DateTimeKind.Utc),
                Duration = Duration,
                Level = Level,
                Tempo = Tempo,
                Key = Empty(Key),
                Verdict = Enum.Parse<Verdict>(Verdict),
                Reason = Empty(Reason),
                Genre = Empty(Genre),
                Probability = Probability,
                Artist = Empty(Artist),
                Album = Empty(Album),
                Title = Empty(Title),
                TagGenre = Empty(TagGenre),
                Year = Year,
                Sound = Empty(Embedding) is null ? null : new TrackSound
                {
                    Genres = JsonSerializer.Deserialize<List<GenreShare>>(Genres ?? "[]", JsonText.Options)!,
                    OverTime = JsonSerializer.Deserialize<List<GenreStretch>>(OverTime ?? "[]", JsonText.Options)!,
                    Embedding = EmbeddingText.Parse(Embedding!),
                },
            };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or JsonException)
        {
            throw new InvalidDataException($"The track '{File}' cannot be taken in: {exception.Message}", exception);
        }
    }

    // CSV does not tell no text from an empty one.
    private static string? Empty(string? text) => text is { Length: > 0 } ? text : null;
}
