namespace MicroGenre.Signal.Decoding;

/// <summary>Measures during decoding how much of the audio is audible, and whether its channels cancel each other.</summary>
/// <param name="channels">Number of channels.</param>
/// <param name="sampleRate">Samples per second and channel, in Hz.</param>
internal sealed class SoundMeter(int channels, int sampleRate)
{
    // If the mean of the channels is 20 dB below one of them, it is no longer the music: what is left is coding noise.
    private const double VanishingPower = 0.01;

    private static readonly double LeastPower = Math.Pow(10, SoundContent.LeastDecibels / 10);

    private readonly int _frameLength = Math.Max(1, sampleRate * SoundContent.FrameMilliseconds / 1000);
    private readonly double[] _sums = new double[channels];
    private readonly double[] _squares = new double[channels];
    private readonly double[] _power = new double[channels];
    private double _mixSum;
    private double _mixSquares;
    private double _mixPower;
    private int _inFrame;
    private long _seen;
    private long _sounding;

    /// <summary>The result for the audio so far.</summary>
    public SoundContent Content
    {
        get
        {
            // An unfinished frame counts as a frame: audio may be shorter than one.
            var sounding = _sounding + (_inFrame > 0 && LoudestPower(_inFrame) >= LeastPower ? _inFrame : 0);
            return new SoundContent(TimeSpan.FromSeconds((double)_seen / sampleRate), TimeSpan.FromSeconds((double)sounding / sampleRate));
        }
    }

    /// <summary>The loudest channel if the channels cancel each other (antiphase) so far; otherwise <see langword="null"/>.</summary>
    public int? ChannelInsteadOfMean
    {
        get
        {
            var loudest = Array.IndexOf(_power, _power.Max());
            return channels > 1 && _power[loudest] > 0 && _mixPower < VanishingPower * _power[loudest] ? loudest : null;
        }
    }

    /// <summary>Adds the next samples.</summary>
    /// <param name="interleaved">Whole frames of interleaved samples of all channels.</param>
    public void Add(ReadOnlySpan<float> interleaved)
    {
        while (!interleaved.IsEmpty)
        {
            var count = Math.Min(_frameLength - _inFrame, interleaved.Length / channels);
            Accumulate(interleaved[..(count * channels)]);
            interleaved = interleaved[(count * channels)..];
            _seen += count;
            _inFrame += count;
            if (_inFrame == _frameLength)
            {
                EndFrame();
            }
        }
    }

    private static double Variance(double sum, double squares, int count) => Math.Max(0, (squares / count) - (sum / count * (sum / count)));

    private void Accumulate(ReadOnlySpan<float> interleaved)
    {
        if (channels == 1)
        {
            var (sum, squares) = (0.0, 0.0);
            foreach (var sample in interleaved)
            {
                sum += sample;
                squares += (double)sample * sample;
            }

            _sums[0] += sum;
            _squares[0] += squares;
            return;
        }

        for (var at = 0; at < interleaved.Length; at += channels)
        {
            var mix = 0.0;
            for (var channel = 0; channel < channels; channel++)
            {
                double sample = interleaved[at + channel];
                mix += sample;
                _sums[channel] += sample;
                _squares[channel] += sample * sample;
            }

            mix /= channels;
            _mixSum += mix;
            _mixSquares += mix * mix;
        }
    }

    private void EndFrame()
    {
        _sounding += LoudestPower(_inFrame) >= LeastPower ? _inFrame : 0;
        for (var channel = 0; channel < channels; channel++)
        {
            _power[channel] += Variance(_sums[channel], _squares[channel], _inFrame);
        }

        _mixPower += Variance(_mixSum, _mixSquares, _inFrame);
        Array.Clear(_sums);
        Array.Clear(_squares);
        (_mixSum, _mixSquares, _inFrame) = (0, 0, 0);
    }

    private double LoudestPower(int count)
    {
        var loudest = 0.0;
        for (var channel = 0; channel < channels; channel++)
        {
            loudest = Math.Max(loudest, Variance(_sums[channel], _squares[channel], count));
        }

        return loudest;
    }
}
