using MicroGenre.Signal;

namespace MicroGenre.Benchmarks.Segmentation;

/// <summary>Tracks of known form made of real music: stretches of tracks of different genres, one after the other.</summary>
internal sealed class Concatenations
{
    public const int SampleRate = AudioFile.DefaultSampleRate;

    /// <summary>The form of most cases: ten seconds each of three tracks.</summary>
    public static readonly int[] ThreeTimesTen = [10, 10, 10];

    private readonly float[][][] _genres;

    private Concatenations(float[][][] genres) => _genres = genres;

    /// <summary>The part that each second belongs to.</summary>
    public static int[] PartOfSecond(int[] seconds) => [.. seconds.SelectMany((length, part) => Enumerable.Repeat(part, length))];

    /// <summary>All tracks, one after the other.</summary>
    public IEnumerable<float[]> Tracks => _genres.SelectMany(tracks => tracks);

    /// <summary>Reads a folder with a folder of tracks for each genre.</summary>
    public static Concatenations Load(string folder) => new(
    [
        .. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(genre =>
            Directory.GetFiles(genre).Order(StringComparer.Ordinal).Select(file => AudioFile.Read(file).Samples).ToArray()),
    ]);

    /// <summary>
    /// Three tracks of three genres come twice each, ten seconds that do not overlap, all six in random order: the music, and the track
    /// that each second belongs to.
    /// </summary>
    public (float[] Samples, int[] Parts) Returning(int seed)
    {
        const int seconds = 10;
        const int length = seconds * SampleRate;
        var random = new Random(seed);
        var genres = _genres.ToArray();
        random.Shuffle(genres);
        var stretches = genres.Take(3).SelectMany((tracks, part) =>
        {
            var track = tracks[random.Next(tracks.Length)];
            var first = random.Next(track.Length - (2 * length) + 1);
            var second = random.Next(first + length, track.Length - length + 1);
            return new[] { (Part: part, Start: first, Track: track), (Part: part, Start: second, Track: track) };
        }).ToArray();
        random.Shuffle(stretches);
        return
        (
            [.. stretches.SelectMany(stretch => new ArraySegment<float>(stretch.Track, stretch.Start, length))],
            [.. stretches.SelectMany(stretch => Enumerable.Repeat(stretch.Part, seconds))]
        );
    }

    /// <summary>The genres, the tracks and where in them the parts begin are drawn by the seed.</summary>
    public float[] Case(int seed, int[] seconds)
    {
        var random = new Random(seed);
        var genres = Enumerable.Range(0, _genres.Length).ToArray();
        random.Shuffle(genres);
        return
        [
            .. genres.Zip(seconds).SelectMany(part =>
            {
                var (tracks, length) = (_genres[part.First], part.Second * SampleRate);
                var track = tracks[random.Next(tracks.Length)];
                return new ArraySegment<float>(track, random.Next(track.Length - length + 1), length);
            }),
        ];
    }
}
