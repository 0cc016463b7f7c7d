namespace MicroGenre.Signal;

/// <summary>Finds the silence around music (librosa's <c>effects.trim</c>).</summary>
/// <example><code>
/// var samples = NoiseGate.Apply(AudioFile.Read("song.mp3").Samples);
/// Level.NormalizePeak(samples);
/// var music = samples[Silence.Trim(samples)];
/// </code></example>
public static class Silence
{
    /// <summary>
    /// The range of samples from the first to the last audible frame: one that is less than <paramref name="topDecibels"/> below the
    /// loudest. Empty if everything is silent.
    /// </summary>
    /// <param name="samples">Mono samples, <c>[time]</c>.</param>
    /// <param name="topDecibels">How far below the loudest frame silence begins, in dB.</param>
    /// <param name="frames">Window and hop of the frames. Default: 2048 and 512.</param>
    public static Range Trim(ReadOnlySpan<float> samples, double topDecibels = 60, FeatureSettings? frames = null)
    {
        frames ??= new RmsSettings();
        if (samples.IsEmpty)
        {
            return ..0;
        }

        var levels = Feature.Compute(samples,
            new RmsSettings { WindowLength = frames.WindowLength, HopLength = frames.HopLength, SampleRate = frames.SampleRate }).Values;
        var threshold = (float)(levels.Max() * Math.Pow(10, -topDecibels / 20));
        var first = Array.FindIndex(levels, level => level > threshold);
        var last = Array.FindLastIndex(levels, level => level > threshold);
        return first < 0
            ? ..0
            : (first * frames.HopLength)..Math.Min(samples.Length, (last + 1) * frames.HopLength);
    }
}
