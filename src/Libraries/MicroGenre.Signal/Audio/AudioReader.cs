using MicroGenre.Signal.Decoding;

namespace MicroGenre.Signal;

/// <summary>Decodes audio as it is read: one channel at the rate asked for, in little memory whatever the audio's length.</summary>
public sealed class AudioReader : IDisposable
{
    private readonly IFrameSource _frames;
    private readonly MonoSource _mono;
    private readonly ISampleSource _samples;
    private bool _ended;

    internal AudioReader(IFrameSource frames, int sampleRate)
    {
        _frames = frames;
        _mono = new MonoSource(frames);
        _samples = _mono.SampleRate == sampleRate ? _mono : new ResamplingSource(_mono, sampleRate);
    }

    /// <summary>
    /// What the audio was before it was decoded. Once all of it has been read, its duration is that of the decoded audio, whatever the file
    /// claims.
    /// </summary>
    public AudioInfo Source => _ended
        ? _frames.Info with { Duration = TimeSpan.FromSeconds((double)_mono.SamplesRead / _mono.SampleRate) }
        : _frames.Info;

    /// <summary>What of the audio is damaged, complete once all of it has been read; <see langword="null"/> where nothing is.</summary>
    public AudioDamage? Damage => _frames.Damage;

    /// <summary>Samples per second as they are read, in Hz.</summary>
    public int SampleRate => _samples.SampleRate;

    /// <summary>Whether samples are converted from another rate.</summary>
    public bool Resampled => SampleRate != Source.SampleRate;

    /// <summary>
    /// How many samples to expect, or <see langword="null"/> where that is known only at the end; damaged audio may hold fewer.
    /// </summary>
    public long? Length => _samples.Length;

    /// <summary>How much there is to hear in what has been read so far.</summary>
    public SoundContent Sound => _mono.Meter.Content;

    /// <summary>
    /// The channel to read instead of the mean of all, from 0. Set before the first read, to what <see cref="ChannelInsteadOfMean"/> said
    /// when the same audio had been read to its end.
    /// </summary>
    public int? Channel
    {
        get => _mono.Channel;
        set => _mono.Channel = value;
    }

    /// <summary>
    /// The loudest channel, where the mean of all has vanished in what has been read so far (stereo in antiphase), so that only a channel
    /// tells what there is to hear; else <see langword="null"/>.
    /// </summary>
    public int? ChannelInsteadOfMean => _mono.Channel is null ? _mono.Meter.ChannelInsteadOfMean : null;

    /// <summary>How many samples have been read.</summary>
    public long SamplesRead { get; private set; }

    /// <summary>
    /// Told after each read how many samples have been read in all; what it throws ends the reading. So audio whose length is known only at
    /// the end can be kept within a limit.
    /// </summary>
    public Action<long>? OnRead { get; set; }

    /// <summary>Reads the next samples: as many as fit, fewer only at the end, then 0.</summary>
    /// <exception cref="AudioFormatException">The audio is damaged.</exception>
    public int Read(Span<float> samples)
    {
        var done = 0;
        while (done < samples.Length && _samples.Read(samples[done..]) is > 0 and var got)
        {
            done += got;
        }

        _ended |= done < samples.Length;
        SamplesRead += done;
        OnRead?.Invoke(SamplesRead);
        return done;
    }

    /// <inheritdoc/>
    public void Dispose() => _frames.Dispose();
}
