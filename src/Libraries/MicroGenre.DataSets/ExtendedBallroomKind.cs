using System.Xml;
using System.Xml.Linq;

namespace MicroGenre.DataSets;

/// <summary>
/// Extended Ballroom (Marchand and Peeters, 2016): a folder for each dance, and an <c>.xml</c> file with metadata of every track.
/// </summary>
internal sealed class ExtendedBallroomKind : IDataSetKind
{
    private const string Pattern = "extendedballroom*.xml";

    public DataSetFacts Facts { get; } = new(
        "extended-ballroom", "Extended Ballroom",
        "http://anasynth.ircam.fr/home/media/ExtendedBallroom: an .xml with the tracks, and a script by the authors that downloads the "
        + "audio from ballroomdancers.com",
        "none stated; the audio is previews of commercial recordings under their owners' copyright, which its makers do not pass on "
        + "themselves",
        "4,180 tracks of 30 s, 13 dances of very different numbers",
        "extendedballroom_v1.1.xml beside a folder for each dance: Chacha/100701.mp3",
        "U. Marchand and G. Peeters, The Extended Ballroom Dataset, ISMIR 2016, late-breaking session");

    public bool Fits(string folder) => IndexOf(folder) is not null;

    public AudioDataSet Open(string folder)
    {
        var index = IndexOf(folder) ?? throw new DataSetException(
            $"'{folder}' has no extendedballroom_v1.1.xml, the index of Extended Ballroom.");
        var artists = Artists(index);
        var audio = GenreFolders.Tracks(folder, AudioFolder.Read(folder).Files)
            .Select(track => track with { Group = artists.GetValueOrDefault((track.Genre, Path.GetFileNameWithoutExtension(track.Path))) })
            .ToList();
        return audio.Count > 0 ? new AudioDataSet("extended-ballroom", audio)
            : throw new DataSetException($"'{folder}' has the index of Extended Ballroom, but no audio in folders beside it.");
    }

    private static string? IndexOf(string folder) =>
        Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal).LastOrDefault();

    private static Dictionary<(string Dance, string Id), string> Artists(string index)
    {
        try
        {
            return XDocument.Load(index).Root!.Elements()
                .SelectMany(dance => dance.Elements().Select(
                    song => (Key: (dance.Name.LocalName, song.Attribute("id")?.Value ?? ""), Artist: song.Attribute("artist")?.Value)))
                .Where(song => !string.IsNullOrWhiteSpace(song.Artist))
                .DistinctBy(song => song.Key)
                .ToDictionary(song => song.Key, song => song.Artist!.Trim());
        }
        catch (XmlException exception)
        {
            throw new DataSetException($"'{index}' cannot be parsed: {exception.Message}", exception);
        }
    }
}
