using System.Numerics;
using System.Runtime.CompilerServices;

namespace MicroGenre.Signal;

/// <summary>One frame as features see it: its samples and its spectrum, which is computed on first use.</summary>
internal sealed class FrameSpectrum(FeatureSettings settings)
{
    private readonly Lazy<Stft> _stft = new(() => new Stft(settings.WindowLength), isThreadSafe: false);
    private readonly float[] _power = new float[settings.Bins];
    private readonly float[] _magnitude = new float[settings.Bins];
    private SampleFrame _frame = new([], 0);
    private bool _hasPower;
    private bool _hasMagnitude;
    private (double Centroid, double Total)? _mean;

    /// <summary>The samples of the frame.</summary>
    public SampleFrame Frame
    {
        get => _frame;
        set
        {
            _frame = value;
            _hasPower = _hasMagnitude = false;
            _mean = null;
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
                SquareRoots(Power, _magnitude);
                _hasMagnitude = true;
            }

            return _magnitude;
        }
    }

    /// <summary>The mean bin, weighted by magnitude, and the sum of magnitudes.</summary>
    public (double Centroid, double Total) Mean => _mean ??= SpectralMoments.Mean(Magnitude);

    [MethodImpl(Kernel.Compilation)]
    private static void SquareRoots(ReadOnlySpan<float> values, Span<float> roots)
    {
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.SquareRoot(new Vector<float>(values[i..])).CopyTo(roots[i..]);
        }

        for (; i < values.Length; i++)
        {
            roots[i] = MathF.Sqrt(values[i]);
        }
    }
}
