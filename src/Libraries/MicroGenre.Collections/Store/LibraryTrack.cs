using MicroGenre.Learning;

namespace MicroGenre.Collections.Store;

/// <summary>A row of the table of tracks: a file of the library and its analysis.</summary>
public sealed class LibraryTrack
{
    /// <summary>The ID of the row.</summary>
    public long Id { get; set; }

    /// <summary>The full path, which may be <see cref="Signal.Files.RawPath">raw</see>.</summary>
    public required string Path { get; set; }

    /// <summary>Length of the file in bytes when it was read.</summary>
    public long Length { get; set; }

    /// <summary>Time of the last change when it was read.</summary>
    public DateTime Modified { get; set; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public required string Sha256 { get; set; }

    /// <summary>Whether the last scan did not find it. Its analysis is kept, because it may come back.</summary>
    public bool IsGone { get; set; }

    /// <summary>Why it could not be analysed; <see langword="null"/> if it was.</summary>
    public string? Failure { get; set; }

    /// <summary>
    /// The model that predicted the genres, as NAME/VERSION; <see langword="null"/> for a file that could not be analysed.
    /// </summary>
    public string? Model { get; set; }

    /// <summary>The version of the features other than genres: see <see cref="Analysis.SoundAnalyzer.FeaturesVersion"/>.</summary>
    public int Features { get; set; }

    /// <summary>Time of the analysis.</summary>
    public DateTime Analyzed { get; set; }

    /// <summary>Its duration, in seconds.</summary>
    public double Duration { get; set; }

    /// <summary>Root mean square of its samples, in dB relative to full scale; <see langword="null"/> for digital silence.</summary>
    public double? Level { get; set; }

    /// <summary>Beats per minute; <see langword="null"/> if it has no beat.</summary>
    public double? Tempo { get; set; }

    /// <summary>The key, such as <c>F#:min</c>; <see langword="null"/> if it has none.</summary>
    public string? Key { get; set; }

    /// <summary>Whether the model can judge it.</summary>
    public Verdict Verdict { get; set; }

    /// <summary>Why the model cannot judge it, or why this could not be decided.</summary>
    public string? Reason { get; set; }

    /// <summary>The most probable genre; <see langword="null"/> unless the verdict is <see cref="Verdict.Ok"/>.</summary>
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

    /// <summary>The genre that its owner says it is; <see langword="null"/> if they have not. Scans keep it.</summary>
    public string? Label { get; set; }

    /// <summary>
    /// Data that is too large for lists; <see langword="null"/> for a file that could not be analysed, or if it was not loaded.
    /// </summary>
    public TrackSound? Sound { get; set; }
}
