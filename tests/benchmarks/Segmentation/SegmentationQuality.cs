using MicroGenre.Evaluation.Metrics;
using MicroGenre.Segmentation;
using MicroGenre.Segmentation.Autoregression;
using MicroGenre.Segmentation.Clustering;
using MicroGenre.Segmentation.Distances;

namespace MicroGenre.Benchmarks.Segmentation;

/// <summary>
/// How well the parts of real tracks are found: the adjusted Rand index over the seconds of concatenations, 1 for all right, 0 for chance.
/// </summary>
internal static class SegmentationQuality
{
    private const int FirstReported = 1;
    private const int FirstForSettings = 1001;
    private const int FirstForForms = 2001;
    private const int FirstReturning = 9001;

    /// <summary>The distribution for the paper's formula as printed and for the best settings.</summary>
    public static BenchmarkTable OfPresets(Concatenations music)
    {
        var rows = new List<string[]>();
        foreach (var (name, settings) in new[] { ("the formula as printed", new SegmentationSettings()),
            ("tuned", SegmentationSettings.Tuned) })
        {
            rows.Add(
                [name, "3, given",
                    .. Distribution(AdjustedRand(music, Concatenations.ThreeTimesTen, settings with { Clusters = 3 }, FirstReported, 20))]);
            rows.Add(
                [name, "by eigengap", .. Distribution(AdjustedRand(music, Concatenations.ThreeTimesTen, settings, FirstReported, 20))]);
        }

        return new BenchmarkTable(
            "Adjusted Rand index, 20 seeded concatenations of three tracks × 10 s (seeds 1 to 20)",
            ["settings", "k", "mean", "sd", "least", "first quartile", "median", "all right"], rows);
    }

    /// <summary>Parts that return, on concatenations that no setting was chosen by.</summary>
    public static BenchmarkTable OfReturning(Concatenations music)
    {
        const int cases = 48;
        string[] Row(string name, string k, SegmentationSettings settings) => [name, k, .. Distribution(
            [.. Enumerable.Range(FirstReturning, cases).AsParallel().AsOrdered().Select(seed =>
            {
                var (samples, parts) = music.Returning(seed);
                return Agreement(new Segmenter(settings, maxDegreeOfParallelism: 1).Segment(samples, Concatenations.SampleRate), parts);
            })])];
        var (printed, tuned) = (new SegmentationSettings(), SegmentationSettings.Tuned);
        return new BenchmarkTable(
            $"Adjusted Rand index, {cases} seeded concatenations of three tracks, twice 10 s each, in random order (seeds {FirstReturning} "
            + $"to {FirstReturning + cases - 1})",
            ["settings", "k", "mean", "sd", "least", "first quartile", "median", "all right"],
            [
                Row("the formula as printed", "3, given", printed with { Clusters = 3 }),
                Row("the formula as printed", "by eigengap", printed),
                Row("tuned, by the spectral error", "3, given",
                    tuned with { Measure = WindowMeasure.SpectralError, Context = 1, Clusters = 3 }),
                Row("tuned", "3, given", tuned with { Clusters = 3 }),
                Row("tuned", "by eigengap", tuned),
            ]);
    }

    /// <summary>Parts of other lengths, and more of them.</summary>
    public static BenchmarkTable OfForms(Concatenations music)
    {
        int[][] forms = [[20, 20, 20], [29, 29, 29], [15, 15, 15, 15], [10, 20, 29], [20, 20, 20, 20, 20, 20]];
        double Mean(int[] form, SegmentationSettings settings) => AdjustedRand(music, form, settings, FirstForForms, 40).Average();
        return new BenchmarkTable(
            "Other forms: mean adjusted Rand index of 40 concatenations each (seeds 2001 to 2040)",
            ["seconds of the parts", "as printed, k given", "as printed, by eigengap", "tuned, k given", "tuned, by eigengap"],
            [
                .. forms.Select(form => new[]
                {
                    string.Join(", ", form),
                    $"{Mean(form, new SegmentationSettings { Clusters = form.Length }):0.000}",
                    $"{Mean(form, new SegmentationSettings()):0.000}",
                    $"{Mean(form, SegmentationSettings.Tuned with { Clusters = form.Length }):0.000}",
                    $"{Mean(form, SegmentationSettings.Tuned):0.000}",
                }),
            ]);
    }

    /// <summary>What each setting does, on other concatenations than those reported.</summary>
    public static BenchmarkTable OfSettings(Concatenations music)
    {
        var tuned = SegmentationSettings.Tuned;
        var error = tuned with { Measure = WindowMeasure.SpectralError };
        (string Name, SegmentationSettings Settings)[] variations =
        [
            ("tuned", tuned),
            ("the formula as printed", new SegmentationSettings()),
            ("by the spectral error", error),
            .. new[] { (4, 16), (8, 16), (12, 16), (24, 16), (32, 32), (64, 64), (16, 8), (16, 32), (16, 64) }
                .Select(p => ($"by the spectral error, order {p.Item1}, {p.Item2} lags", error with { Order = p.Item1, Lags = p.Item2 })),
            ("by the spectral error, Burg's method", error with { Method = ArMethod.Burg }),
            .. new[] { 0.25, 0.5, 2, 3 }.Select(seconds => ($"windows of {seconds} s", tuned with { WindowSeconds = seconds })),
            ("windows of 2 s, half overlapping", tuned with { WindowSeconds = 2, Overlap = 0.5 }),
            ("no scale", tuned with { Scale = AffinityScale.None }),
            .. new[] { 0.1, 0.3, 3, 10 }.Select(sigma => ($"fixed scale {sigma}", tuned with { Scale = AffinityScale.Fixed(sigma) })),
            .. new[] { 0.1, 0.15, 0.4, 0.6 }.Select(
                share => ($"self-tuning, the nearest {share:P0}", tuned with { Scale = AffinityScale.SelfTuning(share) })),
            ("no context", tuned with { Context = 0 }),
            ("context 1", tuned with { Context = 1 }),
            ("context 3", tuned with { Context = 3 }),
            ("no smoothing", tuned with { Smoothing = 0 }),
            ("no context, no smoothing", tuned with { Context = 0, Smoothing = 0 }),
        ];
        return new BenchmarkTable(
            "What each setting does: mean adjusted Rand index of 100 other concatenations (seeds 1001 to 1100), each row one change to "
            + "the tuned settings",
            ["settings", "k = 3", "k by eigengap"],
            [
                .. variations.Select(variation =>
                {
                    var (given, byEigengap) = Means(music, variation.Settings);
                    return new[] { variation.Name, $"{given:0.000}", $"{byEigengap:0.000}" };
                }),
            ]);
    }

    /// <summary>The means with three clusters and with as many as the eigengap chooses; each case is modelled once for both.</summary>
    private static (double Given, double ByEigengap) Means(Concatenations music, SegmentationSettings settings)
    {
        var parts = Concatenations.PartOfSecond(Concatenations.ThreeTimesTen);
        var cases = Enumerable.Range(FirstForSettings, 100).AsParallel().AsOrdered().Select(seed =>
        {
            var samples = music.Case(seed, Concatenations.ThreeTimesTen);
            var analyzer = new TrackAnalyzer(settings, Concatenations.SampleRate, samples.Length);
            analyzer.Append(samples);
            var track = analyzer.Finish();
            double Of(int? clusters) => Agreement(new Segmenter(settings with { Clusters = clusters }, 1).Segment(track), parts);
            return (Given: Of(3), ByEigengap: Of(null));
        }).ToArray();
        return (cases.Average(one => one.Given), cases.Average(one => one.ByEigengap));
    }

    private static double[] AdjustedRand(Concatenations music, int[] form, SegmentationSettings settings, int firstSeed, int cases) =>
        [.. Enumerable.Range(firstSeed, cases).AsParallel().AsOrdered().Select(seed =>
        {
            var found = new Segmenter(settings, maxDegreeOfParallelism: 1).Segment(music.Case(seed, form), Concatenations.SampleRate);
            return Agreement(found, Concatenations.PartOfSecond(form));
        })];

    private static double Agreement(TrackSegmentation found, int[] parts) =>
        ClusterAgreement.Of(parts, [.. parts.Select((_, second) => LabelAt(found, second + 0.5))]).AdjustedRand;

    private static int LabelAt(TrackSegmentation segmentation, double time) =>
        segmentation.Segments.First(segment => time < segment.End).Cluster;

    private static string[] Distribution(double[] values)
    {
        var sorted = values.Order().ToArray();
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return
        [
            $"{mean:0.000}", $"{deviation:0.000}", $"{sorted[0]:0.000}", $"{sorted[sorted.Length / 4]:0.000}",
            $"{(sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2:0.000}",
                $"{values.Count(value => value >= 1)} of {values.Length}",
        ];
    }
}
