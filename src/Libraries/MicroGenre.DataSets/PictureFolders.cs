using MicroGenre.Signal.Files;

namespace MicroGenre.DataSets;

/// <summary>
/// A folder with a subfolder of <c>.png</c> pictures for each genre, such as <c>images_original</c> of GTZAN on Kaggle
/// (<c>images_original/blues/blues00000.png</c>).
/// </summary>
internal static class PictureFolders
{
    private const string Extension = ".png";

    /// <summary>Whether a file is named like a picture.</summary>
    public static bool IsPicture(string path) => string.Equals(Path.GetExtension(path), Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Indexes the pictures of a folder; <see langword="null"/> if it has none in folders of genres.</summary>
    public static AudioDataSet? TryOpen(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        AudioTrack[] tracks =
        [
            .. AudioFolder.Subfolders(folder).SelectMany(genre => RawFile.List(genre).Where(IsPicture).Order(StringComparer.Ordinal)
                .Select(file => (Genre: Path.GetFileName(genre), File: file)))
                .Select(found => new AudioTrack($"{found.Genre}/{Path.GetFileName(found.File)}", found.Genre, found.File)),
        ];
        return tracks.Length > 0 ? new AudioDataSet(Surroundings.NameOf(folder), tracks) : null;
    }
}
