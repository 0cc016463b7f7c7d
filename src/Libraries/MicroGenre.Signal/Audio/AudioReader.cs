using MicroGenre.Signal.Decoding;

namespace MicroGenre.Signal;

/// <summary>Decodes audio piece by piece to mono at the requested rate. Memory use does not depend on the audio's length.</summary>
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
    /// The audio's properties before decoding. Once everything has been read, the duration is that of the decoded audio, whatever the file
    /// claims.
    /// </summary>
    public AudioInfo Source => _ended
        ? _frames.Info with { Duration = TimeSpan.FromSeconds((double)_mono.SamplesRead / _mono.SampleRate) }
        : _frames.Info;

    /// <summary>The damage found so far, complete once everything has been read; <see langword="null"/> if there is none.</summary>
    public AudioDamage? Damage => _frames.Damage;

    /// <summary>The rate of the samples that <see cref="Read"/> returns, in Hz.</summary>
    public int SampleRate => _samples.SampleRate;

    /// <summary>Whether samples are converted from another rate.</summary>
    public bool Resampled => SampleRate != Source.SampleRate;

    /// <summary>Expected number of samples; <see langword="null"/> if it is known only at the end. Damaged audio may have fewer.</summary>
    public long? Length => _samples.Length;

    /// <summary>How much of the audio read so far is audible.</summary>
    public SoundContent Sound => _mono.Meter.Content;

    /// <summary>
    /// The channel to read instead of the mean of all channels, counted from 0. Set it before the first read, to the value of
    /// <see cref="ChannelInsteadOfMean"/> after a first pass over the same audio.
    /// </summary>
    public int? Channel
    {
        get => _mono.Channel;
        set => _mono.Channel = value;
    }

    /// <summary>
    /// The loudest channel if the channels read so far cancel each other (stereo in antiphase), so that their mean is useless; otherwise
    /// <see langword="null"/>.
    /// </summary>
    public int? ChannelInsteadOfMean => _mono.Channel is null ? _mono.Meter.ChannelInsteadOfMean : null;

    /// <summary>Number of samples read so far.</summary>
    public long SamplesRead { get; private set; }

    /// <summary>
    /// Called after each read with the total number of samples read. An exception thrown here ends the read: callers use it to limit audio
    /// of unknown length.
    /// </summary>
    public Action<long>? OnRead { get; set; }

    /// <summary>Reads the next samples. Fills the span except at the end of the audio, and returns 0 after it.</summary>
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
