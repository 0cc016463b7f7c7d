using System.Globalization;

namespace MicroGenre.DataSets;

/// <summary>
/// GTZAN (Tzanetakis and Cook, 2002) in its original layout, <c>genres/blues/blues.00000.au</c>, or in Kaggle's,
/// <c>Data/genres_original/blues/blues.00000.wav</c>.
/// </summary>
internal sealed class GtzanKind : IDataSetKind
{
    private const int TracksPerGenre = 100;
    private static readonly string[] Genres =
        ["blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock"];
    private static readonly string[] Roots = ["", "genres", "genres_original", "Data/genres_original"];

    public DataSetFacts Facts { get; } = new(
        "gtzan", "GTZAN genre collection",
        "no longer offered by its authors (formerly http://marsyas.info/downloads/datasets.html); as WAV on Kaggle: "
        + "https://www.kaggle.com/datasets/andradaolteanu/gtzan-dataset-music-genre-classification",
        "none stated; the recordings are commercial ones under their owners' copyright, used for research",
        "1,000 tracks of 30 s, 10 genres of 100; 1.2 GB",
        "genres/GENRE/GENRE.00000.au to 00099.au, or (Kaggle) Data/genres_original/GENRE/GENRE.00000.wav, where jazz.00054.wav cannot be "
        + "decoded",
        "G. Tzanetakis and P. Cook, Musical genre classification of audio signals, IEEE Transactions on Speech and Audio Processing "
        + "10(5), 2002. Faults: B. L. Sturm, arXiv:1306.1461");

    /// <summary>The names of all tracks, such as <c>blues.00000</c>.</summary>
    public static IEnumerable<string> AllTracks => Genres.SelectMany(
        genre => Enumerable.Range(0, TracksPerGenre).Select(number => $"{genre}.{number.ToString("D5", CultureInfo.InvariantCulture)}"));

    /// <summary>Whether the tracks have GTZAN's names.</summary>
    public static bool HasNamesOf(AudioDataSet dataSet) => dataSet.Tracks.All(track =>
        Array.IndexOf(Genres, track.Genre) >= 0 && IsTrack(Path.GetFileName(track.Path), track.Genre));

    public bool Fits(string folder) => RootOf(folder) is { } root && Genres.Any(genre =>
        Directory.Exists(Path.Combine(root, genre)) && Directory.EnumerateFiles(Path.Combine(root, genre))
            .Any(file => IsTrack(Path.GetFileName(file), genre)));

    public AudioDataSet Open(string folder)
    {
        var root = RootOf(folder) ?? throw new DataSetException(
            $"'{folder}' is not laid out like GTZAN: it has no folder such as 'blues', 'genres' or 'genres_original'.");
        var found = GenreFolders.Open(root);
        var tracks = found.Tracks.Where(track => IsTrack(Path.GetFileName(track.Path), track.Genre)).ToList();
        return tracks.Count > 0 ? new AudioDataSet("gtzan", tracks) { Unreadable = found.Unreadable }
            : throw new DataSetException($"'{folder}' has no tracks with GTZAN's names, such as blues/blues.00000.au.");
    }

    private static string? RootOf(string folder) => Surroundings.Down(folder)
        .SelectMany(start => Roots.Select(root => Path.Combine(start, root)))
        .FirstOrDefault(root => Genres.Any(genre => Directory.Exists(Path.Combine(root, genre))));

    // blues.00000.au: the folder's name, five digits, an extension.
    private static bool IsTrack(string file, string genre) =>
        file.Split('.') is [var name, { Length: 5 } number, _] && name == genre && number.All(char.IsAsciiDigit)
            && AudioFolder.Extensions.Contains(Path.GetExtension(file));
}
