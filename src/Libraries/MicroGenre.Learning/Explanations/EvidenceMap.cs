using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>Contributions within a whole track, by slots of about a second and ranges of frequency.</summary>
internal sealed class EvidenceMap
{
    /// <summary>The most slots of a track; in longer ones, slots are longer.</summary>
    public const int MostSlots = 256;

    private readonly int _frames;
    private readonly double[,,] _values;

    /// <param name="frames">Frames of the track.</param>
    public EvidenceMap(int frames)
    {
        _frames = frames;
        Slots = Math.Clamp((int)Math.Round((double)frames / LogCovariance.BlockFrames), 1, MostSlots);
        _values = new double[Slots, EvidenceGrid.Bands, EvidenceGrid.Kinds];
    }

    /// <summary>How many slots there are.</summary>
    public int Slots { get; }

    /// <summary>Adds the contributions within a span.</summary>
    /// <param name="grid">The contributions.</param>
    /// <param name="start">The span's first frame.</param>
    /// <param name="share">What to multiply them by.</param>
    public void Add(EvidenceGrid grid, int start, double share)
    {
        for (var kind = 0; kind < EvidenceGrid.Kinds; kind++)
        {
            for (var band = 0; band < EvidenceGrid.Bands; band++)
            {
                var row = grid.Row((Evidence)kind, band);
                for (var frame = 0; frame < row.Length; frame++)
                {
                    _values[SlotOf(start + frame), band, kind] += share * row[frame];
                }
            }
        }
    }

    /// <summary>The contributions, by time, then frequency; of kinds that nothing comes of, none.</summary>
    /// <param name="settings">What the rows and frames are.</param>
    public IReadOnlyList<Contribution> ToContributions(FeatureSettings settings)
    {
        var kinds = Enumerable.Range(0, EvidenceGrid.Kinds).Where(IsUsed).ToList();
        return
        [
            .. from slot in Enumerable.Range(0, Slots)
               from band in Enumerable.Range(0, EvidenceGrid.Bands)
               from kind in kinds
               select FrequencyTimeCell.Of(settings, FirstFrame(slot), FirstFrame(slot + 1), band, EvidenceGrid.Bands)
                   .Contribute((Evidence)kind, _values[slot, band, kind]),
        ];
    }

    private int FirstFrame(int slot) => (int)((long)slot * _frames / Slots);

    private int SlotOf(int frame) => (int)((((frame + 1L) * Slots) - 1) / _frames);

    private bool IsUsed(int kind)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            for (var band = 0; band < EvidenceGrid.Bands; band++)
            {
                if (_values[slot, band, kind] != 0)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
