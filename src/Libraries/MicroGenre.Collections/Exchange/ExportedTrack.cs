using System.Text.Json;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;

namespace MicroGenre.Collections.Exchange;

/// <summary>A file of the library for export and import: flat, so that every table format can hold it.</summary>
public sealed record ExportedTrack
{
    /// <summary>The path of the file. Bytes that are not UTF-8 are escaped as in the library.</summary>
    public string File { get; set; } = "";

    /// <summary>SHA-256 of the file.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>Its length in bytes.</summary>
    public long Length { get; set; }

    /// <summary>Time of the last change: ticks of 100 ns since the year 1, UTC.</summary>
    public long ModifiedTicks { get; set; }

    /// <summary>Why it could not be analysed; <see langword="null"/> if it was.</summary>
    public string? Failure { get; set; }

    /// <summary>The model that predicted the genres.</summary>
    public string? Model { get; set; }

    /// <summary>The version of the features.</summary>
    public int Features { get; set; }

    /// <summary>Time of the analysis: ticks of 100 ns since the year 1, UTC.</summary>
    public long AnalyzedTicks { get; set; }

    /// <summary>Its duration, in seconds.</summary>
    public double Duration { get; set; }

    /// <summary>Its level in dB relative to full scale.</summary>
    public double? Level { get; set; }

    /// <summary>Beats per minute.</summary>
    public double? Tempo { get; set; }

    /// <summary>The key.</summary>
    public string? Key { get; set; }

    /// <summary>Whether the model can judge it: <c>Ok</c>, <c>NoMusic</c> or <c>Unfamiliar</c>.</summary>
    public string Verdict { get; set; } = nameof(Learning.Verdict.Ok);

    /// <summary>Why the model cannot judge it.</summary>
    public string? Reason { get; set; }

    /// <summary>The most probable genre.</summary>
    public string? Genre { get; set; }

    /// <summary>The probability of that genre, 0 to 1.</summary>
    public double? Probability { get; set; }

    /// <summary>The artist in its tags.</summary>
    public string? Artist { get; set; }

    /// <summary>The album in its tags.</summary>
    public string? Album { get; set; }

    /// <summary>The title in its tags.</summary>
    public string? Title { get; set; }

    /// <summary>The genre in its tags.</summary>
    public string? TagGenre { get; set; }

    /// <summary>The year in its tags.</summary>
    public int? Year { get; set; }

    /// <summary>The genre that its owner says it is.</summary>
    public string? Label { get; set; }

    /// <summary>All genres, as JSON.</summary>
    public string? Genres { get; set; }

    /// <summary>The genres over time, as JSON.</summary>
    public string? OverTime { get; set; }

    /// <summary>Its embedding: little-endian float32 in Base64.</summary>
    public string? Embedding { get; set; }

    /// <summary>Its place in the model's space, if it has one: little-endian float32 in Base64.</summary>
    public string? Place { get; set; }

    /// <summary>Converts a row for export.</summary>
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
        Label = row.Label,
        Genres = row.Sound is { } sound ? JsonText.Of(sound.Genres) : null,
        OverTime = row.Sound is { } parts ? JsonText.Of(parts.OverTime) : null,
        Embedding = row.Sound is { } vector ? EmbeddingText.Of(vector.Embedding) : null,
        Place = row.Sound?.Place is { } place ? EmbeddingText.Of(place) : null,
    };

    /// <summary>Converts it back to a row.</summary>
    /// <exception cref="InvalidDataException">A value is not valid.</exception>
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
                Label = Empty(Label),
                Sound = Empty(Embedding) is null ? null : new TrackSound
                {
                    Genres = JsonSerializer.Deserialize<List<GenreShare>>(Genres ?? "[]", JsonText.Options)!,
                    OverTime = JsonSerializer.Deserialize<List<GenreStretch>>(OverTime ?? "[]", JsonText.Options)!,
                    Embedding = EmbeddingText.Parse(Embedding!),
                    Place = Empty(Place) is { } place ? EmbeddingText.Parse(place) : null,
                },
            };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or JsonException)
        {
            throw new InvalidDataException($"The track '{File}' cannot be imported: {exception.Message}", exception);
        }
    }

    // CSV does not distinguish missing from empty text.
    private static string? Empty(string? text) => text is { Length: > 0 } ? text : null;
}
