using MicroGenre.Testing;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace MicroGenre.Integration.Tests;

/// <summary>Tracks of two made-up genres: calm ones are a low tone, wild ones are noise.</summary>
internal static class Music
{
    private const int SampleRate = 22050;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(12);

    /// <summary>Fills a folder with a folder of tracks for each genre.</summary>
    public static void WriteDataSet(string folder)
    {
        foreach (var number in Enumerable.Range(0, 4))
        {
            Write(Path.Combine(folder, "calm", $"calm.{number}.wav"), Calm(220 + (20 * number)));
            Write(Path.Combine(folder, "wild", $"wild.{number}.wav"), Wild());
        }
    }

    /// <summary>A calm track's WAV file; another frequency is another track.</summary>
    public static byte[] CalmTrack(double frequency)
    {
        using var folder = new TemporaryFolder();
        Write(folder["track.wav"], Calm(frequency));
        return File.ReadAllBytes(folder["track.wav"]);
    }

    private static SignalGenerator Calm(double frequency) => new(SampleRate, 1)
    {
        Type = SignalGeneratorType.Sin,
        Frequency = frequency,
        Gain = 0.3,
    };

    private static SignalGenerator Wild() => new(SampleRate, 1) { Type = SignalGeneratorType.White, Gain = 0.3 };

    private static void Write(string path, SignalGenerator signal)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WaveFileWriter.CreateWaveFile16(path, signal.Take(Length));
    }
}
