using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// What is done to a clip before its features are computed, in this order: noise filter, normalisation, trimming, excerpt, pitch shift,
/// white noise. The last two are meant for copies of training tracks.
/// </summary>
public sealed record PreprocessSettings
{
    /// <summary>The largest pitch shift, in semitones.</summary>
    public const double MostSemitones = 24;

    /// <summary>Reduces steady noise (<see cref="NoiseGate"/>).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Denoise { get; init; }

    /// <summary>Scales the clip to a peak of 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Normalize { get; init; }

    /// <summary>Removes silence from both ends (<see cref="Silence.Trim"/>). A clip of silence stays as it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Trim { get; init; }

    /// <summary>The name of an excerpt to take (<see cref="TrackExcerpts"/>); <see langword="null"/> for the whole clip.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Excerpt { get; init; }

    /// <summary>Pitch shift in semitones, down if negative, −24 to 24.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Semitones { get; init; }

    /// <summary>Signal-to-noise ratio of white noise to add, in dB; <see langword="null"/> for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NoiseDecibels { get; init; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">A setting is out of range; the message says which and why.</exception>
    public void Validate()
    {
        Require(Math.Abs(Semitones) <= MostSemitones, "preprocess.semitones", Semitones, $"{-MostSemitones} to {MostSemitones}");
        Require(double.IsFinite(NoiseDecibels ?? 0), "preprocess.noiseDecibels", NoiseDecibels, "a number");
    }

    /// <summary>Applies the settings to a copy of a clip.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>, finite.</param>
    /// <param name="sampleRate">Their rate, in Hz.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the excerpt is unknown.</exception>
    public float[] Apply(ReadOnlySpan<float> samples, int sampleRate)
    {
        Validate();
        var changed = Denoise ? NoiseGate.Apply(samples) : samples.ToArray();
        if (Normalize)
        {
            Level.NormalizePeak(changed);
        }

        if (Trim && changed[Silence.Trim(changed)] is { Length: > 0 } sounding)
        {
            changed = sounding;
        }

        changed = Excerpt is { } excerpt ? TrackExcerpts.Find(excerpt)(changed, sampleRate) : changed;
        changed = Semitones == 0 ? changed : AudioAugmentation.PitchShift(changed, Semitones, sampleRate);
        return NoiseDecibels is { } decibels ? AudioAugmentation.AddNoise(changed, decibels, SeedOf(changed)) : changed;
    }

    private static void Require(bool condition, string name, double? value, string expected)
    {
        if (!condition)
        {
            throw new ArgumentException($"{name} is {value}, expected {expected}.", name);
        }
    }

    // The same clip always gets the same noise, and different clips get different noise.
    private static int SeedOf(ReadOnlySpan<float> samples)
    {
        var hash = 17;
        foreach (var sample in samples)
        {
            hash = unchecked((hash * 31) + BitConverter.SingleToInt32Bits(sample));
        }

        return hash;
    }
}
