using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Benchmarks.Explanations;

/// <summary>The parts that an explanation divides a track into, and how to flatten them.</summary>
internal sealed class Cells
{
    private readonly FeatureMatrix _track;
    private readonly (double Start, double Low)[] _keys;
    private readonly double[] _starts;
    private readonly double[] _lows;
    private readonly float[] _means;
    private readonly double _frameSeconds;

    public Cells(FeatureMatrix track, FeatureSettings settings, Explanation explanation)
    {
        _track = track;
        _frameSeconds = (double)settings.HopLength / settings.SampleRate;
        var sums = explanation.Contributions.GroupBy(part => (part.Start, part.LowHertz))
            .Select(cell => (cell.Key, Value: cell.Sum(part => part.Value))).ToList();
        _keys = [.. sums.Select(cell => cell.Key)];
        Values = [.. sums.Select(cell => cell.Value)];
        _starts = [.. _keys.Select(key => key.Start).Distinct().Order()];
        _lows = [.. _keys.Select(key => key.Low).Distinct().Order()];
        _means = [.. Enumerable.Range(0, track.Rows).Select(row => Mean(track.Row(row)))];
    }

    /// <summary>What each cell adds to the logit.</summary>
    public double[] Values { get; }

    /// <summary>How loud each cell is, in dB.</summary>
    public double[] Levels => [.. _keys.Select((_, cell) =>
    {
        var (frames, rows) = PlaceOf(cell);
        return Enumerable.Range(rows.Start.Value, rows.End.Value - rows.Start.Value)
            .Average(row => (double)Mean(_track.Row(row)[frames]));
    })];

    /// <summary>The track with only some cells as they are, or with all but some.</summary>
    public FeatureMatrix With(IReadOnlyCollection<int> cells, bool kept)
    {
        var changed = new FeatureMatrix(_track.Rows, _track.Frames, [.. _track.Values]);
        var chosen = cells.ToHashSet();
        for (var cell = 0; cell < _keys.Length; cell++)
        {
            if (chosen.Contains(cell) != kept)
            {
                var (frames, rows) = PlaceOf(cell);
                for (var row = rows.Start.Value; row < rows.End.Value; row++)
                {
                    changed.Row(row)[frames].Fill(_means[row]);
                }
            }
        }

        return changed;
    }

    private (Range Frames, Range Rows) PlaceOf(int cell)
    {
        var (slot, band) = (Array.IndexOf(_starts, _keys[cell].Start), Array.IndexOf(_lows, _keys[cell].Low));
        int Frame(int index) => index == _starts.Length ? _track.Frames : (int)Math.Round(_starts[index] / _frameSeconds);
        int Row(int index) => index * _track.Rows / _lows.Length;
        return (Frame(slot)..Frame(slot + 1), Row(band)..Row(band + 1));
    }

    private static float Mean(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return (float)(sum / values.Length);
    }
}
