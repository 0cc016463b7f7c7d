using System.Globalization;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Library;

/// <summary>Files that are made here: tones with a beat and some noise, no two alike.</summary>
internal static class SyntheticMusic
{
    private const int SampleRate = 22050;

    /// <summary>Fills a new folder with files that last so long.</summary>
    public static string Make(string folder, int files, double seconds)
    {
        Directory.CreateDirectory(folder);
        Parallel.For(0, files, i => Write(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i:D6}.wav")), i, seconds));
        return folder;
    }

    /// <summary>Fills a new folder with copies of the files of another one.</summary>
    public static void Copy(string from, string folder, int copies)
    {
        Directory.CreateDirectory(folder);
        var files = Directory.GetFiles(from);
        Parallel.For(0, copies, i => File.Copy(
            files[i % files.Length], Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i:D6}.wav"))));
    }

    private static void Write(string path, int number, double seconds)
    {
        var random = new Random(number);
        var (frequency, beat) = (100 + (number % 2000), SampleRate * 60 / (60 + (number % 120)));
        var samples = new short[(int)(seconds * SampleRate)];
        for (var i = 0; i < samples.Length; i++)
        {
            var tone = Math.Sin(2 * Math.PI * frequency * i / SampleRate) * Math.Exp(-4.0 * (i % beat) / beat);
            samples[i] = (short)(short.MaxValue * ((0.6 * tone) + (0.1 * (random.NextDouble() - 0.5))));
        }

        File.WriteAllBytes(path, WavFile.Bytes(samples));
    }
}
