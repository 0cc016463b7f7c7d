using MicroGenre.Signal;

namespace MicroGenre.Cli.Tests;

/// <summary>Made-up spectrograms as files: each genre is bright in bands of its own, the rest quiet.</summary>
internal static class Spectrograms
{
    private const int Bands = 32;
    private const int Frames = 64;

    /// <summary>Writes <c>NAME.npy</c> and <c>NAME.csv</c> into a folder; tracks take the genres in turn.</summary>
    public static void Write(string folder, string name, int tracks, params string[] genres)
    {
        var random = new Random(tracks);
        var values = new byte[tracks * Bands * Frames];
        for (var i = 0; i < values.Length; i++)
        {
            var (track, band) = (i / (Bands * Frames), i / Frames % Bands);
            var isBright = (Bands - 1 - band) * genres.Length / Bands == track % genres.Length;
            values[i] = (byte)(random.Next(40) + (isBright ? 200 : 0));
        }

        Npy.Write<byte>(Path.Combine(folder, $"{name}.npy"), values, tracks, Bands, Frames);
        File.WriteAllLines(
            Path.Combine(folder, $"{name}.csv"),
                ["index,track,genre", .. Enumerable.Range(0, tracks).Select(i => $"{i},{name}.{i},{genres[i % genres.Length]}")]);
    }
}
