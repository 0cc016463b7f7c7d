namespace MicroGenre.DataSets;

/// <summary>
/// 1517-Artists (Seyerlehner, 2010): a folder for each of 19 genres, with tracks of any length, which are cut into
/// pieces of 30 s (as in segmentation-transfer-skip-rnn, section 3).
/// </summary>
internal sealed class Artists1517Kind : IDataSetKind
{
    private const double PieceSeconds = 30;
    private const int FewestGenres = 10;

    private static readonly string[] Genres =
    [
        "Alternative & Punk", "Blues", "Childrens", "Classical", "Comedy & Spoken Word", "Country", "Easy Listening & Vocals",
            "Electronic & Dance", "Folk", "Hip-Hop", "Jazz",
        "Latin", "New Age", "R&B & Soul", "Reggae", "Religious", "Rock & Pop", "Soundtracks & More", "World",
    ];

    public DataSetFacts Facts { get; } = new(
        "1517-artists", "1517-Artists",
        "http://www.seyerlehner.info/index.php?p=1_3_Download",
        "none stated; tracks that their artists offered for free download, under their own copyright",
        "3,180 tracks of 1,517 artists, 19 genres, full-length tracks",
        "1517-Artists/GENRE/ARTIST - TITLE.mp3, with the genre names of its page: “Alternative & Punk”, “Blues”, …, “World”",
        "K. Seyerlehner, Content-based music recommender systems: beyond simple frame-level audio similarity, doctoral thesis, Johannes "
        + "Kepler University Linz, 2010");

    public bool Fits(string folder) => Known(RootOf(folder)) >= FewestGenres;

    public AudioDataSet Open(string folder)
    {
        var found = GenreFolders.Open(RootOf(folder));
        var tracks = found.Tracks.Select(track => track with { Group = ArtistOf(track.Path) });
        return new AudioDataSet("1517-artists", [.. tracks]) { PieceSeconds = PieceSeconds, Unreadable = found.Unreadable };
    }

    // Two levels down: the folder of the archive may lie in one of another name.
    private static string RootOf(string folder) => Surroundings.Down(folder).SelectMany(Surroundings.Down).MaxBy(Known) ?? folder;

    private static int Known(string folder) => Genres.Count(genre => Directory.Exists(Path.Combine(folder, genre)));

    // "Artist - Title.mp3"; a file with another name has no known artist.
    private static string? ArtistOf(string file) =>
        Path.GetFileNameWithoutExtension(file).Split(" - ", 2) is [{ Length: > 0 } artist, _] ? artist.Trim() : null;
}
