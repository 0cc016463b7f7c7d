using MicroGenre.Learning;
using MicroGenre.Onnx.Features;
using MicroGenre.Onnx.Graphs;
using DataType = MicroGenre.Onnx.Format.TensorProto.Types.DataType;

namespace MicroGenre.Onnx.Vectors;

/// <summary>Statistics over blocks of a log-mel spectrogram, as <see cref="BlockFeatures"/> computes them.</summary>
internal sealed class BlockGraph
{
    private const int Second = 1;
    private const int Third = 2;

    private readonly GraphBuilder _graph;
    private readonly List<GraphValue> _parts = [];

    private BlockGraph(GraphBuilder graph) => _graph = graph;

    /// <summary>The vectors, <c>[windows, width]</c>.</summary>
    /// <param name="windows"><c>[windows, rows, frames]</c>.</param>
    /// <param name="rows">Rows of the features.</param>
    public static GraphValue Of(GraphValue windows, int rows) => new BlockGraph(windows.Graph).Vectors(windows, rows);

    private GraphValue Vectors(GraphValue windows, int rows)
    {
        var own = windows.Length(2);
        var frames = own.Max(BlockFeatures.MinFrames);
        var values = windows.Gather(_graph.Range(frames).Mod(own), 2);
        var (bands16, bands32, bands64) = (Group(values, rows, 16), Group(values, rows, 32), Group(values, rows, 64));
        var cepstrum = SpectrogramGraph.Cepstrum(values, rows, 0, BlockFeatures.Cepstra);
        var few = cepstrum.Slice(1, 0, BlockFeatures.FewCepstra);
        Add(Quantiles(cepstrum, BlockFeatures.FiveQuantiles));
        AddModulation(cepstrum, frames);
        AddMoments(few);
        AddLaggedChanges(few);
        Add(Quantiles(bands64, BlockFeatures.FiveQuantiles));
        Add(Quantiles(Ranks(bands32, 32, 10, 5, [0, 5, 9]), [0.1, 0.5, 0.9]));
        var rises = Changes(bands32, 1).Max(0.0);
        var ranks = Ranks(rises, 32, 14, 5, [7, 11, 13]);
        Add(Quantiles(ranks, [0.9]));
        Add(Quantiles(ranks, [0.5]));
        Add(Quantiles(Ranks(rises, 32, 25, 5, [12, 22, 24]), [0.9]));
        Add(Quantiles((Variance(Blocks(Changes(bands64, 1), 14, 7), 3).Squeeze(3) + 1e-2).Log(), [0.2, 0.5, 0.8]));
        AddFluctuations(bands16, 16, 128);
        AddFluctuations(bands16, 16, 192);
        AddCorrelations(bands32, 32, 128);
        AddCorrelations(bands16, 16, 64);
        Add(Quantiles(Ranks(Contrast(values, rows, 16), 16, 20, 10, [2, 10, 17]), [0.1, 0.5, 0.9]));
        AddDynamics(values, rows);
        return GraphValue.Concat(1, _parts);
    }

    // Whatever its axes after the first, one after the other.
    private void Add(GraphValue part) => _parts.Add(part.Reshape(0, -1));

    private static GraphValue Group(GraphValue values, int rows, int groups) => CovarianceGraph.Means(values, rows, groups);

    private static GraphValue Changes(GraphValue values, int lag) => values.Slice(2, lag) - values.Slice(2, 0, -lag);

    private static GraphValue Variance(GraphValue values, int axis)
    {
        var distance = values - values.Mean(keep: true, axis);
        return (distance * distance).Mean(keep: true, axis);
    }

    private GraphValue Sorted(GraphValue values, int axis, GraphValue count) => _graph.ApplyMany(
        "TopK", 2, [values, count.Reshape(1)], GraphAttribute.Of("axis", axis), GraphAttribute.Of("largest", 0))[0];

    // [windows, rows, quantiles] of [windows, rows, values].
    private GraphValue Quantiles(GraphValue values, double[] quantiles)
    {
        var length = values.Length(2);
        var sorted = Sorted(values, 2, length);
        var positions = _graph.Doubles(quantiles, quantiles.Length) * (length - 1L).Cast(DataType.Double);
        var below = positions.Cast(DataType.Int64);
        var (value, next) = (sorted.Gather(below, 2), sorted.Gather((below + 1L).Min(length - 1L), 2));
        return value + ((positions - below.Cast(DataType.Double)) * (next - value));
    }

    // [windows, rows, blocks, length]
    private GraphValue Blocks(GraphValue values, int length, int hop)
    {
        var starts = _graph.Range(((values.Length(2) - (long)length) / (long)hop) + 1L) * (long)hop;
        return values.Gather(starts.Unsqueeze(1) + _graph.Range(_graph.Longs([length])).Unsqueeze(0), 2);
    }

    // [windows, rows · ranks, blocks]
    private GraphValue Ranks(GraphValue values, int rows, int length, int hop, long[] ranks) =>
        Sorted(Blocks(values, length, hop), 3, _graph.Longs([length])).Gather(_graph.List(ranks), 3).Transpose(0, 1, 3, 2)
            .Reshape(0, rows * ranks.Length, -1);

    private GraphValue Contrast(GraphValue values, int rows, int groups) => GraphValue.Concat(1, [.. Enumerable.Range(0, groups)
        .Select(group =>
        {
            var (from, to) = (group * rows / groups, (group + 1) * rows / groups);
            var sorted = Sorted(values.Slice(1, from, to), 1, _graph.Longs([to - from]));
            var third = Math.Min(Third, to - from - 1);
            return sorted.Slice(1, to - from - 1, to - from)
                - ((sorted.Slice(1, Second, Second + 1) + sorted.Slice(1, third, third + 1)) / 2.0);
        })]);

    private void AddModulation(GraphValue values, GraphValue frames)
    {
        var bins = (frames / 2L) + 1L;
        var edges = BlockFeatures.ModulationEdges;
        var places = (_graph.Doubles([.. edges.Select(edge => (double)edge)], edges.Length) * frames.Cast(DataType.Double) / 387.0)
            .Round().Cast(DataType.Int64).Max(1L).Min(bins);

        // sin² of half the angle is a Hann window.
        var angles = _graph.Range(frames).Cast(DataType.Double) * Math.PI / (frames - 1L).Cast(DataType.Double);
        var sines = angles.Alone("Sin");
        var windowed = (values - values.Mean(keep: true, 2)) * (sines * sines);
        var shape = GraphValue.Concat(0, _graph.List(-1), frames.Unsqueeze(0), _graph.List(1));
        var spectrum = _graph.Apply(
            "DFT", [_graph.Apply("Reshape", [windowed, shape])], GraphAttribute.Of("axis", 1), GraphAttribute.Of("onesided", 1));
        var magnitudes = (spectrum * spectrum).Sum(keep: false, 2).Sqrt();

        // One more than there are: a band that begins after the last bin has that one.
        var all = _graph.Range(bins + 1L);
        var from = places.Slice(0, 0, -1).Unsqueeze(1);
        var members = FrameBlocks.Of(from, places.Slice(0, 1).Unsqueeze(1).Max(from + 1L), all);
        var levels = magnitudes.Gather(all.Min(bins - 1L), 1).MatMul(FrameBlocks.Means(members).Transpose(1, 0));
        _parts.Add((levels + 1e-3).Log().Reshape(-1, BlockFeatures.Cepstra * (edges.Length - 1)));
    }

    private void AddFluctuations(GraphValue values, int rows, int length)
    {
        var bins = (length / 2) + 1;
        int[] edges = [.. BlockFeatures.FluctuationEdges.Select(edge => Math.Min(edge, bins))];
        var (real, imaginary, bands) = (new double[length * bins], new double[length * bins], new double[bins * (edges.Length - 1)]);
        for (var i = 0; i < real.Length; i++)
        {
            var (time, bin) = (i / bins, i % bins);
            var window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * time / (length - 1)));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * (time * bin % length) / length);
            (real[i], imaginary[i]) = (window * cosine, window * sine);
        }

        for (var band = 0; band + 1 < edges.Length; band++)
        {
            var to = Math.Max(edges[band] + 1, edges[band + 1]);
            for (var bin = edges[band]; bin < to; bin++)
            {
                bands[(Math.Min(bin, bins - 1) * (edges.Length - 1)) + band] += 1.0 / (to - edges[band]);
            }
        }

        var blocks = Blocks(values, length, 32);
        var centred = blocks - blocks.Mean(keep: true, 3);
        var (a, b) = (centred.MatMul(_graph.Doubles(real, length, bins)), centred.MatMul(_graph.Doubles(imaginary, length, bins)));
        var levels = (((a * a) + (b * b)).Sqrt().MatMul(_graph.Doubles(bands, bins, edges.Length - 1)) + 1.0).Log();
        Add(Quantiles(levels.Transpose(0, 1, 3, 2).Reshape(0, rows * (edges.Length - 1), -1), [0.6]));
    }

    private void AddCorrelations(GraphValue values, int rows, int length)
    {
        var blocks = Blocks(values, length, Math.Max(64, length / 2));
        var unit = ((blocks - blocks.Mean(keep: true, 3)) / ((Variance(blocks, 3) * (double)length).Sqrt() + 1e-6)).Transpose(0, 2, 1, 3);
        long[] pairs =
        [
            .. from first in Enumerable.Range(0, rows)
               from second in Enumerable.Range(first + 1, rows - first - 1)
               select ((long)first * rows) + second,
        ];
        var correlations = unit.MatMul(unit.Transpose(0, 1, 3, 2)).Reshape(0, 0, -1).Gather(_graph.List(pairs), 2);
        Add(Quantiles(correlations.Transpose(0, 2, 1), [0.5]));
    }

    private void AddMoments(GraphValue values)
    {
        var z = (values - values.Mean(keep: true, 2)) / (Variance(values, 2).Sqrt() + 1e-3);
        var squared = z * z;
        Add(GraphValue.Concat(2, (squared * z).Mean(keep: true, 2), ((squared * squared).Mean(keep: true, 2) + 1e-3).Log()));
    }

    private void AddLaggedChanges(GraphValue values) => Add(GraphValue.Concat(2, [.. BlockFeatures.Lags.SelectMany(lag =>
    {
        var changes = Changes(values, lag).Abs();
        return (GraphValue[])[(changes.Mean(keep: true, 2) + 0.1).Log(), (Quantiles(changes, [0.9]) + 0.1).Log()];
    })]));

    private void AddDynamics(GraphValue values, int rows)
    {
        var magnitudes = (values * (Math.Log(10) / 20)).Exp();
        var level = (magnitudes * magnitudes).Sum(keep: true, 1).Log() * (10 / Math.Log(10));
        var places = _graph.Doubles([.. Enumerable.Range(0, rows).Select(row => (double)row)], rows, 1);
        var centroid = (magnitudes * places).Sum(keep: true, 1) / magnitudes.Sum(keep: true, 1);
        var all = GraphValue.Concat(1, level, centroid, values.Mean(keep: true, 1) - level);
        Add(GraphValue.Concat(
            2, all.Mean(keep: true, 2), Variance(all, 2).Sqrt(), Changes(all, 1).Abs().Mean(keep: true, 2),
            Quantiles(all, [0.1, 0.5, 0.9])));
    }
}
