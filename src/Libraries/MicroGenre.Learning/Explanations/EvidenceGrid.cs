namespace MicroGenre.Learning;

/// <summary>Contributions within a span of a track: for each kind of evidence and range of frequency a value for each frame.</summary>
internal sealed class EvidenceGrid
{
    /// <summary>Ranges of rows: those of the covariances, and half a zone of the modulations each.</summary>
    public const int Bands = TextureCovariances.Ranges;

    /// <summary>Kinds of evidence that are told apart.</summary>
    public const int Kinds = 3;

    private readonly double[][] _rows;

    /// <summary>A grid without contributions.</summary>
    public EvidenceGrid(int frames)
    {
        Frames = frames;
        _rows = new double[Kinds * Bands][];
        for (var row = 0; row < _rows.Length; row++)
        {
            _rows[row] = new double[frames];
        }
    }

    /// <summary>Frames of the span.</summary>
    public int Frames { get; }

    /// <summary>The contributions of one kind in one range, <c>[frames]</c>.</summary>
    public Span<double> Row(Evidence kind, int band) => _rows[((int)kind * Bands) + band];

    /// <summary>Spreads a contribution evenly over frames.</summary>
    /// <param name="kind">What kind it is.</param>
    /// <param name="band">The range.</param>
    /// <param name="from">The first frame.</param>
    /// <param name="to">The frame behind the last.</param>
    /// <param name="value">The contribution of all of them.</param>
    public void Spread(Evidence kind, int band, int from, int to, double value)
    {
        foreach (ref var frame in Row(kind, band)[from..to])
        {
            frame += value / (to - from);
        }
    }

    /// <summary>Spreads a contribution evenly over all frames.</summary>
    public void Spread(Evidence kind, int band, double value) => Spread(kind, band, 0, Frames, value);
}
