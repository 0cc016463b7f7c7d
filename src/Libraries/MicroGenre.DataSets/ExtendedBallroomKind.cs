using System.Xml;
using System.Xml.Linq;

namespace MicroGenre.DataSets;

/// <summary>
/// Extended Ballroom (Marchand and Peeters, 2016): a folder for each dance, and an <c>.xml</c> file with metadata of every track.
/// </summary>
internal sealed class ExtendedBallroomKind : IDataSetKind
{
    private const string Pattern = "extendedballroom*.xml";

    private static readonly string[] DanceNames =
    [
        "Chacha", "Foxtrot", "Jive", "Pasodoble", "Quickstep", "Rumba", "Salsa", "Samba", "Slowwaltz", "Tango", "Viennesewaltz", "Waltz",
        "Wcswing",
    ];

    public DataSetFacts Facts { get; } = new(
        "extended-ballroom", "Extended Ballroom",
        "http://anasynth.ircam.fr/home/media/ExtendedBallroom: an .xml with the tracks, and a script by the authors that downloads the "
        + "audio from ballroomdancers.com",
        "none stated; the audio is previews of commercial recordings under their owners' copyright, which its makers do not pass on "
        + "themselves",
        "4,180 tracks of 30 s, 13 dances of very different numbers",
        "extendedballroom_v1.1.xml beside a folder for each dance: Chacha/100701.mp3",
        "U. Marchand and G. Peeters, The Extended Ballroom Dataset, ISMIR 2016, late-breaking session");

    public bool Fits(string folder) => Places(folder) is not null;

    public AudioDataSet Open(string folder)
    {
        var (index, audio) = Places(folder) ?? throw new DataSetException(
            $"'{folder}' has no extendedballroom_v1.1.xml, the index of Extended Ballroom.");
        var groups = Groups(Songs(index));
        var found = AudioFolder.Read(audio);
        AudioTrack[] tracks = [.. GenreFolders.Tracks(audio, found.Files)
            .Select(track => track with { Group = groups.GetValueOrDefault((track.Genre, Path.GetFileNameWithoutExtension(track.Path))) })];
        return tracks.Length > 0 ? new AudioDataSet("extended-ballroom", tracks)
            : throw new DataSetException($"'{folder}' has the index of Extended Ballroom, but no audio in folders beside it.");
    }

    // The index lies beside the dances, or beside the folder that has them.
    private static (string Index, string Audio)? Places(string folder)
    {
        var above = Surroundings.Above(folder);
        if (Surroundings.Down(folder).Select(IndexOf).FirstOrDefault(file => file is not null) is { } index)
        {
            return (index, Surroundings.Down(Path.GetDirectoryName(index)!).Concat(Surroundings.Down(folder)).MaxBy(Dances)!);
        }

        return above is not null && Dances(folder) > 0 && IndexOf(above) is { } beside ? (beside, folder) : null;
    }

    private static int Dances(string folder) => DanceNames.Count(dance => Directory.Exists(Path.Combine(folder, dance)));

    private static string? IndexOf(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal).LastOrDefault();
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Tracks of one artist, and copies of one recording under two artists, must not be split.
    private static Dictionary<(string Dance, string Id), string> Groups(IReadOnlyList<Song> songs)
    {
        var representatives = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var song in songs)
        {
            var keys = song.Keys.Select(Representative).ToList();
            var first = keys.Min(StringComparer.Ordinal);
            foreach (var key in keys.Where(key => key != first))
            {
                representatives[key] = first!;
            }
        }

        return songs.Where(song => song.Keys.Any()).DistinctBy(song => (song.Dance, song.Id))
            .ToDictionary(song => (song.Dance, song.Id), song => Representative(song.Keys.First()));

        string Representative(string key)
        {
            while (representatives.TryGetValue(key, out var next))
            {
                key = next;
            }

            return key;
        }
    }

    private static List<Song> Songs(string index)
    {
        try
        {
            return [.. XDocument.Load(index).Root!.Elements()
                .SelectMany(dance => dance.Elements().Select(song => new Song(
                    dance.Name.LocalName, song.Attribute("id")?.Value ?? "", Known(song, "artist"), Known(song, "hash"))))];
        }
        catch (XmlException exception)
        {
            throw new DataSetException($"'{index}' cannot be parsed: {exception.Message}", exception);
        }
    }

    private static string? Known(XElement song, string attribute) =>
        song.Attribute(attribute)?.Value.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>A track of the index.</summary>
    /// <param name="Dance">Its dance.</param>
    /// <param name="Id">Its number, which names its file.</param>
    /// <param name="Artist">Its artist, if known.</param>
    /// <param name="Hash">The checksum of its audio, which copies share, if known.</param>
    private sealed record Song(string Dance, string Id, string? Artist, string? Hash)
    {
        /// <summary>What it shares with the tracks of its group.</summary>
        public IEnumerable<string> Keys =>
            new[] { Artist, Hash is null ? null : $"copies of {Hash}" }.OfType<string>();
    }
}
