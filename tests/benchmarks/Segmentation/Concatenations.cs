using MicroGenre.Signal;

namespace MicroGenre.Benchmarks.Segmentation;

/// <summary>Tracks of known form made of real music: ten seconds each of three tracks of three genres, one after the other.</summary>
internal sealed class Concatenations
{
    public const int SampleRate = AudioFile.DefaultSampleRate;
    private const int Parts = 3;
    private const int PartSeconds = 10;

    private readonly float[][][] _genres;

    private Concatenations(float[][][] genres) => _genres = genres;

    /// <summary>The part that each second belongs to.</summary>
    public static int[] PartOfSecond { get; } = [.. Enumerable.Range(0, Parts * PartSeconds).Select(second => second / PartSeconds)];

    /// <summary>All tracks, one after the other.</summary>
    public IEnumerable<float[]> Tracks => _genres.SelectMany(tracks => tracks);

    /// <summary>Reads a folder with a folder of tracks for each genre.</summary>
    public static Concatenations Load(string folder) => new(
    [
        .. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(genre =>
            Directory.GetFiles(genre).Order(StringComparer.Ordinal).Select(file => AudioFile.Read(file).Samples).ToArray()),
    ]);

    /// <summary>The genres, the tracks and where in them the ten seconds begin are drawn by the seed.</summary>
    public float[] Case(int seed)
    {
        var random = new Random(seed);
        var genres = Enumerable.Range(0, _genres.Length).ToArray();
        random.Shuffle(genres);
        return
        [
            .. genres.Take(Parts).SelectMany(genre =>
            {
                var track = _genres[genre][random.Next(_genres[genre].Length)];
                return new ArraySegment<float>(track, random.Next(track.Length - (PartSeconds * SampleRate) + 1), PartSeconds * SampleRate);
            }),
        ];
    }
}
