using System.Numerics;

namespace MicroGenre.Signal;

/// <summary>
/// Converts sample rates at any ratio, band-limited. Output sample n lies exactly at time n / rate, counted in integers, so there is
/// neither drift nor delay. n samples become ⌈n · to / from⌉.
/// </summary>
/// <example><code>
/// var clip = AudioFile.Read("song.mp3", 44100);
/// var samples = Resampler.Resample(clip.Samples, clip.SampleRate, 22050);
/// </code></example>
public static class Resampler
{
    /// <summary>Converts samples from one rate to another.</summary>
    /// <param name="samples">Samples, <c>[time]</c>.</param>
    /// <param name="fromRate">Their rate, in Hz.</param>
    /// <param name="toRate">The target rate, in Hz.</param>
    public static float[] Resample(ReadOnlySpan<float> samples, int fromRate, int toRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fromRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(toRate);
        if (fromRate == toRate || samples.IsEmpty)
        {
            return samples.ToArray();
        }

        var source = new ResamplingSource(new MemorySampleSource(samples.ToArray(), fromRate), toRate);
        var result = new float[checked((int)source.Length!.Value)];
        for (var done = 0; done < result.Length;)
        {
            done += source.Read(result.AsSpan(done));
        }

        return result;
    }
}

/// <summary>Resamples another source.</summary>
internal sealed class ResamplingSource : ISampleSource
{
    private const int BlockSamples = 4096;
    private readonly ISampleSource _source;
    private readonly PolyphaseFilter _filter;

    /// <summary>
    /// Buffered input samples. Index 0 is sample <see cref="_bufferStart"/> of the source. Samples before its start and behind its end are
    /// silent.
    /// </summary>
    private readonly float[] _buffer;
    private long _bufferStart;
    private int _bufferCount;
    private long? _sourceEnd;

    /// <summary>
    /// The position of the next output sample: input sample <see cref="_before"/> plus <see cref="_remainder"/> / up factor.
    /// </summary>
    private long _before;
    private int _remainder;
    private long _outputCount;

    public ResamplingSource(ISampleSource source, int sampleRate)
    {
        _source = source;
        _filter = PolyphaseFilter.For(source.SampleRate, sampleRate);
        SampleRate = sampleRate;
        _buffer = new float[_filter.Taps + BlockSamples];
        _bufferCount = _filter.HalfTaps - 1;
        _bufferStart = -_bufferCount;
    }

    public int SampleRate { get; }

    public long? Length => OutputLength(_source.Length);

    public int Read(Span<float> samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (!Provide(_before + _filter.HalfTaps + 1) && _outputCount >= OutputLength(_sourceEnd))
            {
                return i;
            }

            samples[i] = Interpolate(_buffer.AsSpan((int)(_before - _filter.HalfTaps + 1 - _bufferStart), _filter.Taps));
            Advance();
        }

        return samples.Length;
    }

    private void Advance()
    {
        _outputCount++;
        var numerator = (long)_remainder + _filter.DownFactor;
        _before += numerator / _filter.UpFactor;
        _remainder = (int)(numerator % _filter.UpFactor);
    }

    private float Interpolate(ReadOnlySpan<float> window)
    {
        var scaled = (long)_remainder * _filter.Phases;
        var phase = (int)(scaled / _filter.UpFactor);
        var fraction = (float)(scaled % _filter.UpFactor) / _filter.UpFactor;
        var value = Dot(_filter.AtPhase(phase), window);
        return fraction == 0 ? value : value + (fraction * (Dot(_filter.AtPhase(phase + 1), window) - value));
    }

    private long? OutputLength(long? inputLength) =>
        inputLength is { } length ? (long)((((Int128)length * _filter.UpFactor) + _filter.DownFactor - 1) / _filter.DownFactor) : null;

    /// <summary>Fills the buffer up to input sample <paramref name="end"/>. Returns whether the source reaches that far.</summary>
    private bool Provide(long end)
    {
        while (_bufferStart + _bufferCount < end)
        {
            if (_bufferCount == _buffer.Length)
            {
                DropFront();
            }

            var room = _buffer.AsSpan(_bufferCount);
            var got = _sourceEnd is null ? _source.Read(room) : 0;
            if (got == 0)
            {
                _sourceEnd ??= _bufferStart + _bufferCount;
                got = (int)Math.Min(room.Length, end - _bufferStart - _bufferCount);
                room[..got].Clear();
            }

            _bufferCount += got;
        }

        return _sourceEnd is null || end <= _sourceEnd;
    }

    private void DropFront()
    {
        var keep = _filter.Taps - 1;
        var drop = _bufferCount - keep;
        _buffer.AsSpan(drop, keep).CopyTo(_buffer);
        _bufferStart += drop;
        _bufferCount = keep;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        var sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
