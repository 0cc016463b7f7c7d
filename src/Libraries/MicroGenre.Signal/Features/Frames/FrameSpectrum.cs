namespace MicroGenre.Signal;

/// <summary>What features see of one frame: its samples, and its spectrum, computed once when first asked for.</summary>
internal sealed class FrameSpectrum(FeatureSettings settings)
{
    private readonly Lazy<Stft> _stft = new(() => new Stft(settings.WindowLength), isThreadSafe: false);
    private readonly float[] _power = new float[settings.Bins];
    private readonly float[] _magnitude = new float[settings.Bins];
    private SampleFrame _frame = new([], 0);
    private bool _hasPower;
    private bool _hasMagnitude;

    /// <summary>The samples beneath.</summary>
    public SampleFrame Frame
    {
        get => _frame;
        set
        {
            _frame = value;
            _hasPower = _hasMagnitude = false;
        }
    }

    /// <summary>The power at each frequency, <c>[bins]</c>.</summary>
    public ReadOnlySpan<float> Power
    {
        get
        {
            if (!_hasPower)
            {
                _stft.Value.Power(_frame.Samples, _power);
                _hasPower = true;
            }

            return _power;
        }
    }

    /// <summary>The magnitude at each frequency, <c>[bins]</c>.</summary>
    public ReadOnlySpan<float> Magnitude
    {
        get
        {
            if (!_hasMagnitude)
            {
                var power = Power;
                for (var bin = 0; bin < power.Length; bin++)
                {
                    _magnitude[bin] = MathF.Sqrt(power[bin]);
                }

                _hasMagnitude = true;
            }

            return _magnitude;
        }
    }
}
