using MicroGenre.Segmentation;
using MicroGenre.Segmentation.Distances;

namespace MicroGenre.Benchmarks.Segmentation;

/// <summary>How long segmentation takes on one core, and how much memory a long mix takes.</summary>
internal static class SegmentationSpeed
{
    private const int Rate = Concatenations.SampleRate;
    private const int Repetitions = 5;

    /// <summary>Four minutes in one-second windows: each step, the whole, and the distance matrix the direct way.</summary>
    public static BenchmarkTable OfPhases(Concatenations music)
    {
        var samples = music.Tracks.SelectMany(track => track).Take(240 * Rate).ToArray();
        var settings = SegmentationSettings.Tuned;
        var segmenter = new Segmenter(settings, maxDegreeOfParallelism: 1);
        var track = Analyze(settings, samples);
        var windows = samples.Chunk(Rate).Select(window => Array.ConvertAll(window, sample => (double)sample)).ToArray();

        var modelling = Median(() => Analyze(settings, samples));
        var fast = Median(() => DistanceMatrix.Compute(track.Windows, settings.Lags, maxDegreeOfParallelism: 1));
        var rest = Median(() => segmenter.Segment(track));
        var whole = Median(() => segmenter.Segment(samples, Rate));
        var direct = Time(() => DirectDistances(track.Windows, windows, settings.Lags));
        return new BenchmarkTable(
            $"A 4-minute track at {Rate} Hz in {track.Windows.Count} one-second windows, order {settings.Order}, {settings.Lags} lags, "
            + $"one core, after decoding (processor time, median of {Repetitions})",
            ["step", "milliseconds"],
            [
                ["model the windows", $"{modelling:0.0}"],
                ["distance matrix, fast", $"{fast:0.0}"],
                ["distance matrix, by filtering each pair (once)", $"{direct:0}"],
                ["distance matrix, how many times faster", $"{direct / fast:0}"],
                ["the same, the modelling of the windows, timbre included, counted with the fast way", $"{direct / (fast + modelling):0}"],
                ["distance matrix, graph and clusters", $"{rest:0.0}"],
                ["the whole", $"{whole:0.0}"],
            ]);
    }

    /// <summary>Three hours, window by window, as a file is decoded.</summary>
    public static BenchmarkTable OfLongMix(Concatenations music)
    {
        const long hours = 3;
        var settings = SegmentationSettings.Tuned;
        var blocks = music.Tracks.ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var highest = before;
        TrackSegmentation? found = null;
        var time = Time(() =>
        {
            var left = hours * 3600 * Rate;
            var analyzer = new TrackAnalyzer(settings, Rate, left);
            for (var i = 0; left > 0; i++)
            {
                var count = (int)Math.Min(left, blocks[i % blocks.Length].Length);
                analyzer.Append(blocks[i % blocks.Length].AsSpan(0, count));
                left -= count;
            }

            found = new Segmenter(settings).Segment(analyzer.Finish());
            highest = GC.GetTotalMemory(forceFullCollection: false);
        });
        return new BenchmarkTable(
            "A 3-hour mix, decoded audio in, all cores",
            ["windows", "seconds of a window", "seconds of processor time", "MB of managed memory at the end, garbage included"],
            [[$"{found!.Grid.Count}", $"{(double)found.Grid.WindowLength / Rate:0.0}", $"{time / 1000:0.0}",
                $"{(highest - before) / 1e6:0}"]]);
    }

    private static TrackAnalysis Analyze(SegmentationSettings settings, float[] samples)
    {
        var analyzer = new TrackAnalyzer(settings, Rate, samples.Length);
        analyzer.Append(samples);
        return analyzer.Finish();
    }

    private static SquareMatrix DirectDistances(IReadOnlyList<WindowModel> models, double[][] windows, int lags)
    {
        var distances = new SquareMatrix(windows.Length);
        for (var reference = 0; reference < windows.Length; reference++)
        {
            for (var sliding = 0; sliding < windows.Length; sliding++)
            {
                distances[reference, sliding] = SpectralError.Direct(models[reference].Model, windows[sliding], lags);
            }
        }

        return distances;
    }

    private static double Median(Action work)
    {
        work();
        return Enumerable.Range(0, Repetitions).Select(_ => Time(work)).Order().ElementAt(Repetitions / 2);
    }

    /// <summary>Milliseconds of processor time, all threads together: what else runs on the machine does not count.</summary>
    private static double Time(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }
}
