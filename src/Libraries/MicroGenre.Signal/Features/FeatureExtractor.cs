using System.Runtime.InteropServices;
namespace MicroGenre.Signal;

/// <summary>
/// Computes several features of one signal in one pass. Features with the same window and hop share frames and spectra. The signal may
/// arrive in pieces of any size; the result is bit-identical. Use one extractor per signal; instances are not thread-safe.
/// </summary>
/// <example><code>
/// var clip = AudioFile.Read("song.mp3");
/// var settings = new LogMelSettings();
/// var features = FeatureExtractor.Extract(clip.Samples, settings, new MfccSettings { Coefficients = 20 });
/// Npy.Write("song.log-mel.npy", features[0]);
/// File.WriteAllBytes("song.png", Plot.Of(features[0], settings, "song.mp3").ToPng());
/// </code></example>
public sealed class FeatureExtractor
{
    private const int BlockSamples = 1 << 14;
    private readonly Framing[] _framings;
    private readonly Computation[] _computations;
    private long _samples;

    /// <summary>Creates an extractor for some features.</summary>
    /// <param name="features">The features to compute; all must have the same sample rate.</param>
    /// <param name="expectedSamples">Expected number of samples, if known: it saves memory.</param>
    /// <exception cref="ArgumentException">The settings are invalid.</exception>
    public FeatureExtractor(IReadOnlyList<FeatureSettings> features, long? expectedSamples = null)
    {
        SampleRate = CheckRates(features);
        foreach (var settings in features)
        {
            settings.Validate();
        }

        if (features.Any(settings => settings.Preprocess is not null))
        {
            throw new ArgumentException("Only whole clips can be preprocessed, not pieces of a signal.", nameof(features));
        }

        _computations = [.. features.Select(settings => new Computation(settings, expectedSamples))];
        _framings = [.. _computations
            .GroupBy(computation => (computation.Settings.WindowLength, computation.Settings.HopLength, computation.Settings.Padding))
            .Select(group => new Framing([.. group]))];
    }

    /// <summary>The sample rate that the signal must have, in Hz.</summary>
    public int SampleRate { get; }

    /// <summary>Computes features of a whole clip.</summary>
    /// <param name="samples">Mono samples, <c>[time]</c>, at the settings' rate.</param>
    /// <param name="features">The features to compute; all must have the same sample rate.</param>
    /// <returns>A matrix <c>[Rows, frames]</c> for each of <paramref name="features"/>, in the same order.</returns>
    /// <exception cref="ArgumentException">The settings are invalid, there are no samples, or a sample is not a finite number.</exception>
    public static IReadOnlyList<FeatureMatrix> Extract(ReadOnlySpan<float> samples, params IReadOnlyList<FeatureSettings> features)
    {
        if (samples.IsEmpty)
        {
            throw new ArgumentException("Cannot compute features: there are no samples.", nameof(samples));
        }

        if (features.Any(settings => settings.Preprocess is not null))
        {
            return ExtractPreprocessed(samples, features);
        }

        var resolved = features.ToArray();
        for (var i = 0; i < resolved.Length; i++)
        {
            if (resolved[i] is ChromaStftSettings { Tuning: null } chroma)
            {
                resolved[i] = chroma with { Tuning = Tuning.Estimate(samples, chroma) };
            }
        }

        var extractor = new FeatureExtractor(resolved, samples.Length);
        extractor.Push(samples);
        return extractor.Finish();
    }

    /// <summary>
    /// Computes features while the audio is decoded, in little memory whatever its length. Channels are averaged; if they cancel each
    /// other, the loudest channel is used. Audio that is preprocessed is decoded into memory as a whole.
    /// </summary>
    /// <param name="open">Opens the audio at the settings' rate. It is called again if a tuning must be estimated first, or if channels
    /// cancel each other.</param>
    /// <param name="features">The features to compute; all must have the same sample rate.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <returns>A matrix <c>[Rows, frames]</c> for each of <paramref name="features"/>, in the same order.</returns>
    /// <exception cref="ArgumentException">The settings are invalid or do not match the audio's rate, or a sample is not a finite
    /// number.</exception>
    /// <exception cref="AudioFormatException">The audio is damaged.</exception>
    public static IReadOnlyList<FeatureMatrix> Extract(
        Func<AudioReader> open, IReadOnlyList<FeatureSettings> features, CancellationToken cancellationToken = default)
    {
        var found = Extract(open, features, out var channelInsteadOfMean, cancellationToken);
        return channelInsteadOfMean is { } channel ? Extract(() => Open(open, channel), features, out _, cancellationToken) : found;
    }

    /// <summary>Adds the next samples.</summary>
    /// <exception cref="ArgumentException">A sample is not a finite number. <see cref="Level.RemoveNonFinite"/> replaces such
    /// samples.</exception>
    public void Push(ReadOnlySpan<float> samples)
    {
        if (Level.IndexOfNonFinite(samples) is >= 0 and var index)
        {
            var at = _samples + index;
            throw new ArgumentException(
                $"Sample {at} ({(double)at / SampleRate:0.000} s) is not a finite number: {samples[index]}.", nameof(samples));
        }

        _samples += samples.Length;
        foreach (var framing in _framings)
        {
            framing.Cutter.Push(samples);
        }
    }

    /// <summary>Ends the signal and returns its features in the order of the settings.</summary>
    /// <exception cref="InvalidOperationException">No samples were added.</exception>
    public IReadOnlyList<FeatureMatrix> Finish()
    {
        if (_samples == 0)
        {
            throw new InvalidOperationException("Cannot compute features: there are no samples.");
        }

        foreach (var framing in _framings)
        {
            framing.Cutter.Finish();
        }

        return Array.ConvertAll(_computations, computation => computation.Finish());
    }

    // Features with the same preprocessing are computed of one changed copy of the clip.
    private static FeatureMatrix[] ExtractPreprocessed(ReadOnlySpan<float> samples, IReadOnlyList<FeatureSettings> features)
    {
        if (Level.IndexOfNonFinite(samples) is >= 0 and var index)
        {
            throw new ArgumentException($"Sample {index} is not a finite number: {samples[index]}.", nameof(samples));
        }

        var found = new FeatureMatrix[features.Count];
        foreach (var group in features.Index().GroupBy(feature => feature.Item.Preprocess))
        {
            var changed = group.Key?.Apply(samples, CheckRates(features)) ?? samples.ToArray();
            var matrices = Extract(changed, [.. group.Select(feature => feature.Item with { Preprocess = null })]);
            foreach (var (feature, matrix) in group.Zip(matrices))
            {
                found[feature.Index] = matrix;
            }
        }

        return found;
    }

    private static IReadOnlyList<FeatureMatrix> Extract(
        Func<AudioReader> open, IReadOnlyList<FeatureSettings> features, out int? channelInsteadOfMean, CancellationToken cancellationToken)
    {
        if (features.Any(settings => settings.Preprocess is not null))
        {
            using var whole = open();
            var samples = new List<float>((int)Math.Min(whole.Length ?? 0, int.MaxValue / 8));
            PushAll(whole, block => samples.AddRange(block), cancellationToken);
            channelInsteadOfMean = whole.ChannelInsteadOfMean;
            return samples.Count > 0 ? Extract(CollectionsMarshal.AsSpan(samples), features)
                : throw new AudioFormatException("The audio holds no samples", 0);
        }

        var resolved = features
            .Select(settings => settings is ChromaStftSettings { Tuning: null } chroma
                ? chroma with { Tuning = EstimateTuning(open, chroma, cancellationToken) }
                : settings)
            .ToArray();
        using var reader = open();
        var extractor = new FeatureExtractor(resolved, reader.Length);
        if (extractor.SampleRate != reader.SampleRate)
        {
            throw new ArgumentException(
                $"The features need {extractor.SampleRate} Hz, the audio is read at {reader.SampleRate} Hz.", nameof(features));
        }

        PushAll(reader, extractor.Push, cancellationToken);
        channelInsteadOfMean = reader.ChannelInsteadOfMean;
        return extractor._samples > 0 ? extractor.Finish() : throw new AudioFormatException("The audio holds no samples", 0);
    }

    private static AudioReader Open(Func<AudioReader> open, int channel)
    {
        var reader = open();
        reader.Channel = channel;
        return reader;
    }

    private static double EstimateTuning(Func<AudioReader> open, FeatureSettings settings, CancellationToken cancellationToken)
    {
        using var reader = open();
        var tuning = new Tuning(settings);
        PushAll(reader, tuning.Push, cancellationToken);
        return tuning.Finish();
    }

    private static void PushAll(AudioReader reader, Action<ReadOnlySpan<float>> push, CancellationToken cancellationToken)
    {
        var block = new float[BlockSamples];
        for (var count = reader.Read(block); count > 0; count = reader.Read(block))
        {
            cancellationToken.ThrowIfCancellationRequested();
            push(block.AsSpan(0, count));
        }
    }

    private static int CheckRates(IReadOnlyList<FeatureSettings> features)
    {
        if (features.Count == 0)
        {
            throw new ArgumentException("No feature is requested.", nameof(features));
        }

        var rate = features[0].SampleRate;
        return features.All(settings => settings.SampleRate == rate)
            ? rate
            : throw new ArgumentException("Features of one signal must have one sample rate.", nameof(features));
    }

    /// <summary>Features with common frames.</summary>
    private sealed class Framing
    {
        private readonly Computation[] _computations;
        private readonly FrameSpectrum _spectrum;

        public Framing(Computation[] computations)
        {
            var settings = computations[0].Settings;
            _computations = computations;
            _spectrum = new FrameSpectrum(settings);
            Cutter = new FrameCutter(settings, Consume);
        }

        public FrameCutter Cutter { get; }

        private void Consume(SampleFrame frame)
        {
            _spectrum.Frame = frame;
            foreach (var computation in _computations)
            {
                computation.Consume(_spectrum);
            }
        }
    }

    /// <summary>The state of the computation of one feature.</summary>
    private sealed class Computation
    {
        private readonly FrameFeature _feature;
        private readonly FeatureMatrixBuilder _values;

        public Computation(FeatureSettings settings, long? expectedSamples)
        {
            Settings = settings;
            _feature = settings.CreateFeature();
            _values = new FeatureMatrixBuilder(_feature.FrameValues, expectedSamples is { } samples ? settings.FrameCount(samples) : 0);
        }

        public FeatureSettings Settings { get; }

        public void Consume(FrameSpectrum spectrum)
        {
            _feature.Compute(spectrum, _values.Frame);
            _values.Add();
        }

        public FeatureMatrix Finish() => _feature.Finish(_values.Build());
    }
}
