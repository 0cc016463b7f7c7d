using MicroGenre.Learning;
using MicroGenre.Onnx.Graphs;

namespace MicroGenre.Onnx.Vectors;

/// <summary>Computes magnitudes of two-dimensional Gabor filters like <see cref="JointModulations"/>.</summary>
internal static class ModulationGraph
{
    /// <summary>Computes the vectors, <c>[windows, width]</c>.</summary>
    /// <param name="windows">The windows, <c>[windows, rows, frames]</c>.</param>
    /// <param name="rows">Number of rows of the features.</param>
    public static GraphValue Of(GraphValue windows, int rows)
    {
        var modulations = JointModulations.Shared;
        var scales = modulations.Scales.Select(scale => new ScalePoints(windows.Graph, scale, rows)).ToList();
        var centred = windows - windows.Mean(keep: true, 2);
        var parts = new List<GraphValue>();
        foreach (var rate in modulations.Rates)
        {
            var (real, imaginary) = Swings(centred, rate);
            parts.AddRange(scales.SelectMany(scale => scale.Magnitudes(real, imaginary)));
        }

        var still = Still(windows);
        parts.AddRange(scales.Select(scale => scale.Magnitudes(still)));
        return GraphValue.Concat(1, parts);
    }

    // [windows, rows, times] each.
    private static (GraphValue Real, GraphValue Imaginary) Swings(GraphValue centred, GaborFilter rate)
    {
        var graph = centred.Graph;
        var frames = centred.Length(2);
        var count = (frames / (long)rate.Step).Max(1L);
        var times = ((graph.Range(count) * 2L) + 1L) * frames / (count * 2L);
        var taps = rate.Real.Length;
        var places = times.Unsqueeze(1) + graph.List([.. Enumerable.Range(-rate.Reach, taps).Select(tap => (long)tap)]).Unsqueeze(0);
        var folded = places.Mod(frames * 2L);
        var mirrored = folded.Where(folded.Less(frames), (frames * 2L) - 1L - folded);
        var filters = graph.Doubles([.. rate.Real.Zip(rate.Imaginary, (real, imaginary) => (double[])[real, imaginary])
            .SelectMany(pair => pair)], taps, 2);
        var swings = centred.Gather(mirrored, 2).MatMul(filters);
        return (swings.Slice(3, 0, 1).Squeeze(3), swings.Slice(3, 1, 2).Squeeze(3));
    }

    private static GraphValue Still(GraphValue windows)
    {
        var frames = windows.Length(2);
        var spans = (frames / (long)JointModulations.StillFrames).Max(1L);
        return windows.MatMul(FrameBlocks.Means(FrameBlocks.Of(frames, spans)).Transpose(1, 0));
    }

    /// <summary>The positions along frequency where a scale's filter is applied, and their zones.</summary>
    private sealed class ScalePoints
    {
        private readonly GraphValue _real;
        private readonly GraphValue _imaginary;
        private readonly GraphValue _zones;

        public ScalePoints(GraphBuilder graph, GaborFilter scale, int rows)
        {
            var points = Points(scale, rows);
            var (real, imaginary) = (new double[points.Count * rows], new double[points.Count * rows]);
            var zones = new double[JointModulations.Zones * points.Count];
            foreach (var (point, (zone, centre, share)) in points.Index())
            {
                zones[(zone * points.Count) + point] = share;
                for (var tap = 0; tap < scale.Real.Length; tap++)
                {
                    var row = GaborFilter.Mirror(centre + tap - scale.Reach, rows);
                    real[(point * rows) + row] += scale.Real[tap];
                    imaginary[(point * rows) + row] += scale.Imaginary[tap];
                }
            }

            (_real, _imaginary) = (graph.Doubles(real, points.Count, rows), graph.Doubles(imaginary, points.Count, rows));
            _zones = graph.Doubles(zones, JointModulations.Zones, points.Count);
        }

        /// <summary>Magnitudes of patterns that fall in frequency with time, then of those that rise, <c>[windows, zones]</c>.</summary>
        public IReadOnlyList<GraphValue> Magnitudes(GraphValue real, GraphValue imaginary)
        {
            var (a, b, c, d) = (_real.MatMul(real), _imaginary.MatMul(imaginary), _real.MatMul(imaginary), _imaginary.MatMul(real));
            return [Levels(a - b, c + d), Levels(a + b, c - d)];
        }

        /// <summary>Magnitudes of patterns without motion.</summary>
        public GraphValue Magnitudes(GraphValue still) => Levels(_real.MatMul(still), _imaginary.MatMul(still));

        private GraphValue Levels(GraphValue real, GraphValue imaginary)
        {
            var magnitudes = ((real * real) + (imaginary * imaginary)).Sqrt();
            return (_zones.MatMul(magnitudes.Mean(keep: true, 2)).Squeeze(2) + JointModulations.Floor).Log();
        }

        private static List<(int Zone, int Centre, double Share)> Points(GaborFilter scale, int rows) =>
        [
            .. from zone in Enumerable.Range(0, JointModulations.Zones)
               let ends = (From: zone * rows / JointModulations.Zones, To: (zone + 1) * rows / JointModulations.Zones)
               from centre in GaborFilter.Centres(ends.To - ends.From, scale.Step)
               select (zone, ends.From + centre, 1.0 / Math.Max(1, (ends.To - ends.From) / scale.Step)),
        ];
    }
}
