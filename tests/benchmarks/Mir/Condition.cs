using System.Diagnostics;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Mir;

/// <summary>Something that happens to recordings before a model hears them.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Change">From the samples to the changed ones, at the same rate.</param>
internal sealed record Condition(string Name, Func<float[], float[]> Change)
{
    private const int Rate = AudioFile.DefaultSampleRate;
    private const int TelephoneRate = 8000;
    private const string Encoder = "lame";

    /// <summary>As the recordings are, then all changes that can be made here: MP3 needs the encoder <c>lame</c>.</summary>
    public static IReadOnlyList<Condition> All { get; } =
    [
        new("as it is", samples => samples),
        .. ((int[])[64, 128]).Where(_ => CanEncode())
            .Select(kilobits => new Condition($"MP3, {kilobits} kbit/s", samples => Mp3(samples, kilobits))),
        new("telephone band (8 kHz)", samples => Resampler.Resample(Resampler.Resample(samples, Rate, TelephoneRate), TelephoneRate, Rate)),
        new("20 dB softer", samples => Scaled(samples, -20)),
        new("12 dB louder and clipped", samples => Array.ConvertAll(Scaled(samples, 12), sample => Math.Clamp(sample, -1, 1))),
        new("bass up by 6 dB", samples => Shelf(samples, 200, low: 6, high: 0)),
        new("treble up by 6 dB", samples => Shelf(samples, 3000, low: 0, high: 6)),
        new("a semitone up", samples => AudioAugmentation.PitchShift(samples, 1, Rate)),
        new("a semitone down", samples => AudioAugmentation.PitchShift(samples, -1, Rate)),
        new("10 s from the middle", samples => Middle(samples, 10)),
        new("5 s from the middle", samples => Middle(samples, 5)),
    ];

    private static float[] Scaled(float[] samples, double decibels)
    {
        var factor = (float)Math.Pow(10, decibels / 20);
        return Array.ConvertAll(samples, sample => factor * sample);
    }

    // A filter of one pole parts the signal at a frequency.
    private static float[] Shelf(float[] samples, double hertz, double low, double high)
    {
        var keep = 1 - Math.Exp(-2 * Math.PI * hertz / Rate);
        var (below, above, state) = (Math.Pow(10, low / 20), Math.Pow(10, high / 20), 0.0);
        return Array.ConvertAll(samples, sample =>
        {
            state += keep * (sample - state);
            return (float)((below * state) + (above * (sample - state)));
        });
    }

    private static float[] Middle(float[] samples, int seconds)
    {
        var length = Math.Min(samples.Length, seconds * Rate);
        return samples.AsSpan((samples.Length - length) / 2, length).ToArray();
    }

    private static float[] Mp3(float[] samples, int kilobits)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["track.wav"], Wav.Of(samples, Rate));
        Encode("-S", "-m", "m", "-b", $"{kilobits}", folder["track.wav"], folder["track.mp3"]);
        return AudioFile.Read(folder["track.mp3"], Rate).Samples;
    }

    private static bool CanEncode()
    {
        try
        {
            Encode("--version");
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Encode(params string[] arguments)
    {
        var start = new ProcessStartInfo(Encoder, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output.Wait();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Encoder}: {complaint}");
        }
    }
}
