using System.Globalization;
using System.Text;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>
/// <c>bench calm-study [--seeds N] [--folder FOLDER]</c>: when clusters help. CALM against the same network without clusters on generated
/// data, one property of the data varied at a time; writes a figure, a table and a page.
/// </summary>
internal static class CalmStudy
{
    private const int BaseSamples = 32;
    private static readonly GeneratedStyles Base = new(Genres: 5, StylesPerGenre: 16, Width: 2, Noise: 0.05);

    private static readonly Sweep[] Sweeps =
    [
        new("styles per genre", [1, 4, 8, 16], value => new StudyPoint(Base with { StylesPerGenre = (int)value }, BaseSamples)),
        new("training samples per genre", [16, 32, 64, 128], value => new StudyPoint(Base, (int)value)),
        new("noise (deviation of a style)", [0.02, 0.05, 0.1, 0.3], value => new StudyPoint(Base with { Noise = value }, BaseSamples)),
        new("dimensions", [2, 3, 5, 10], value => new StudyPoint(Base with { Width = (int)value }, BaseSamples)),
        new("noise, one style per genre", [0.1, 0.3, 0.5, 1], value =>
            new StudyPoint(Base with { StylesPerGenre = 1, Noise = value }, BaseSamples)),
    ];

    public static int Run(string[] args)
    {
        var options = Options.Read(args, "--seeds", "--folder");
        var seeds = int.Parse(options.GetValueOrDefault("--seeds", "10"), CultureInfo.InvariantCulture);
        var folder = options.GetValueOrDefault("--folder", Path.Combine("docs", "results"));
        Directory.CreateDirectory(folder);
        var measured = new Dictionary<StudyPoint, StudyResult>();
        foreach (var point in Sweeps.SelectMany(sweep => sweep.Points).Distinct())
        {
            measured[point] = StudyResult.Of(point, seeds);
            Console.WriteLine($"{point}: {measured[point].PerStyle}, {measured[point].PerGenre}, without {measured[point].Plain}");
        }

        var results = Sweeps.SelectMany(
            sweep => sweep.Values.Zip(sweep.Points, (value, point) => new Place(sweep.Name, value, measured[point]))).ToList();
        File.WriteAllText(Path.Combine(folder, "calm-study.csv"), Csv(results));
        File.WriteAllText(Path.Combine(folder, "calm-study.svg"), Figure(results));
        File.WriteAllText(Path.Combine(folder, "calm-study.md"), Page(results, seeds));
        return 0;
    }

    private static string Csv(IEnumerable<Place> places) => string.Concat(places
        .SelectMany(place => place.Result.Runs.Select(
            run => $"{place.Varied},{place.Value},{run.Seed},{run.PerStyle:0.0000},{run.PerGenre:0.0000},{run.Plain:0.0000}\n"))
        .Prepend("varied,value,seed,cluster_per_style,cluster_per_genre,no_clusters\n"));

    private static string Figure(IEnumerable<Place> places) => new LinePanels(
        "Accuracy (%) of CALM and of the same network without clusters on generated data",
        [.. places.GroupBy(place => place.Varied).Select(sweep => new LinePanel(
            sweep.Key,
            [.. sweep.Select(place => $"{place.Value}")],
            [
                new LineSeries("a cluster per style", [.. sweep.Select(place => place.Result.PerStyle)]),
                new LineSeries("a cluster per genre", [.. sweep.Select(place => place.Result.PerGenre)]),
                new LineSeries("without clusters", [.. sweep.Select(place => place.Result.Plain)]),
            ]))]).ToSvg();

    private static string Page(IReadOnlyList<Place> places, int seeds)
    {
        var text = new StringBuilder($"""
            # When clusters help

            CALM against the same network without clusters, on generated data: every style is a normal cloud around a random centre, every genre the union of its
            styles. Samples, standardization, epochs and order of samples are the same for all. Unless it is what varies: {Base.Genres} genres of {Base.StylesPerGenre} styles,
            {Base.Width} dimensions, noise {Base.Noise}, {BaseSamples} training samples per genre. Accuracy in percent on 200 new samples per genre, mean ± standard
            deviation over {seeds} seeds; a gain is the mean difference of the same seeds ± its standard error. Made by `./microgenre bench calm-study`.

            ![Accuracy over each property](calm-study.svg)

            {Summary("As many clusters as styles", places, result => result.StyleGain)}

            {Summary("As many clusters as genres, the paper's choice,", places, result => result.GenreGain)}

            | varied | value | cluster per style | cluster per genre | no clusters | gain, per style | gain, per genre |
            |---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (varied, value, result) in places)
        {
            text.Append(
                $"| {varied} | {value} | {result.PerStyle} | {result.PerGenre} | {result.Plain} | {result.StyleGain} | "
                + $"{result.GenreGain} |\n");
        }

        return text.ToString();
    }

    // A gain or a loss counts where it is more than twice its standard error.
    private static string Summary(string subject, IReadOnlyList<Place> places, Func<StudyResult, Difference> gainOf)
    {
        var points = places.DistinctBy(place => place.Result).Select(place => (place.Name, Gain: gainOf(place.Result))).ToList();
        var gains = points.Where(point => point.Gain.Mean > 2 * point.Gain.Error).ToList();
        var losses = points.Where(point => point.Gain.Mean < -2 * point.Gain.Error).ToList();
        var (best, worst) = (points.MaxBy(point => point.Gain.Mean), points.MinBy(point => point.Gain.Mean));
        return $"""
            {subject} change the accuracy by {points.Average(point => point.Gain.Mean):+0.0;−0.0} points on average over the {points.Count} points. By more than twice the
            standard error they help at {gains.Count} ({List(gains)}) and harm at {losses.Count} ({List(losses)}). The greatest gain is
            {best.Gain} points ({best.Name}), the least {worst.Gain} ({worst.Name}).
            """.ReplaceLineEndings("\n");

        static string List(List<(string Name, Difference Gain)> found) =>
            found.Count == 0 ? "none" : string.Join("; ", found.Select(point => point.Name));
    }

    private sealed record Sweep(string Name, double[] Values, Func<double, StudyPoint> PointAt)
    {
        public IEnumerable<StudyPoint> Points => Values.Select(PointAt);
    }

    private sealed record Place(string Varied, double Value, StudyResult Result)
    {
        public string Name => $"{Varied}: {Value}";
    }
}
