using MicroGenre.Learning;

namespace MicroGenre.Collections.Store;

/// <summary>A file of the library, and what is known of it: a row of the table of tracks.</summary>
public sealed class LibraryTrack
{
    /// <summary>The number of the row.</summary>
    public long Id { get; set; }

    /// <summary>Where the file is: a full path, which may be <see cref="Signal.Files.RawPath">raw</see>.</summary>
    public required string Path { get; set; }

    /// <summary>Its length in bytes when it was read.</summary>
    public long Length { get; set; }

    /// <summary>When it had last changed when it was read.</summary>
    public DateTime Modified { get; set; }

    /// <summary>SHA-256 of its bytes, in hexadecimal.</summary>
    public required string Sha256 { get; set; }

    /// <summary>Whether the last scan did not find it. What is known of it is kept: it may come back.</summary>
    public bool IsGone { get; set; }

    /// <summary>Why it could not be analysed; <see langword="null"/> where it could.</summary>
    public string? Failure { get; set; }

    /// <summary>The model that told the genres, as NAME/VERSION; <see langword="null"/> for a file that could not be analysed.</summary>
    public string? Model { get; set; }

    /// <summary>The version of what is measured beside the genres: see <see cref="Analysis.SoundAnalyzer.FeaturesVersion"/>.</summary>
    public int Features { get; set; }

    /// <summary>When it was analysed.</summary>
    public DateTime Analyzed { get; set; }

    /// <summary>How long it lasts, in seconds.</summary>
    public double Duration { get; set; }

    /// <summary>Root mean square of its samples, in dB relative to full scale; <see langword="null"/> for digital silence.</summary>
    public double? Level { get; set; }

    /// <summary>Beats per minute; <see langword="null"/> where it has no beat.</summary>
    public double? Tempo { get; set; }

    /// <summary>The key, such as <c>F#:min</c>; <see langword="null"/> where it has none.</summary>
    public string? Key { get; set; }

    /// <summary>Whether the model could judge it.</summary>
    public Verdict Verdict { get; set; }

    /// <summary>Why it could not, or why that cannot be told.</summary>
    public string? Reason { get; set; }

    /// <summary>The most probable genre; <see langword="null"/> where the verdict is not <see cref="Verdict.Ok"/>.</summary>
    public string? Genre { get; set; }

    /// <summary>How probable it is, 0 to 1.</summary>
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

    /// <summary>
    /// What is too large for lists; <see langword="null"/> for a file that could not be analysed, or where it was not asked for.
    /// </summary>
    public TrackSound? Sound { get; set; }
}
