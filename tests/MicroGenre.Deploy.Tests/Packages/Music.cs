using MicroGenre.Testing;

namespace MicroGenre.Deploy.Tests.Packages;

/// <summary>The files that the examples speak of.</summary>
internal static class Music
{
    /// <summary>Writes <c>song.wav</c> and a folder <c>music</c> of two genres.</summary>
    public static void WriteTo(string folder)
    {
        File.WriteAllBytes(Path.Combine(folder, "song.wav"), Wav.Sine(seconds: 20));
        foreach (var (genre, hertz) in new[] { ("high", 2000.0), ("low", 200.0) })
        {
            var tracks = Directory.CreateDirectory(Path.Combine(folder, "music", genre));
            for (var track = 1; track <= 3; track++)
            {
                File.WriteAllBytes(Path.Combine(tracks.FullName, $"{track}.wav"), Wav.Sine(seconds: 8, hertz + (20 * track)));
            }
        }
    }
}
