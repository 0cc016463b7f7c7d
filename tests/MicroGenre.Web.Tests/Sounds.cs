using MicroGenre.ServiceTesting;
using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>Files to choose.</summary>
internal static class Sounds
{
    private const int SampleRate = 22050;

    /// <summary>A track of one genre.</summary>
    public static FilePayload Track(string genre, int take = 0) => Wave($"{genre}.{take}.wav", ToyGenres.Track(genre, take, seconds: 3));

    /// <summary>Low for a while, then high for as long: two parts, two genres.</summary>
    public static FilePayload LowThenHigh(double seconds = 8, string name = "low then high.wav")
    {
        var samples = new float[(int)(seconds * SampleRate)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (float)(0.5 * Math.Sin(2 * Math.PI * (i < samples.Length / 2 ? 200 : 3000) * i / SampleRate));
        }

        return Wave(name, Wav.Of(samples, SampleRate));
    }

    /// <summary>No sound at all.</summary>
    public static FilePayload Broken { get; } = new()
    {
        Name = "broken.mp3",
        MimeType = "audio/mpeg",
        Buffer = "this is no music"u8.ToArray(),
    };

    public static FilePayload Wave(string name, byte[] bytes) => new() { Name = name, MimeType = "audio/wav", Buffer = bytes };
}
