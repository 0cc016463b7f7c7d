namespace MicroGenre.Benchmarks.Calm;

/// <summary>The accuracies of one seed, 0 to 1.</summary>
internal sealed record StudyRun(int Seed, double PerStyle, double PerGenre, double Plain);

/// <summary>What a point of the study gave.</summary>
internal sealed record StudyResult(IReadOnlyList<StudyRun> Runs)
{
    /// <summary>Percent correct with as many clusters as styles.</summary>
    public Spread PerStyle => Spread.Of(Runs.Select(run => 100 * run.PerStyle));

    /// <summary>Percent correct with as many clusters as genres.</summary>
    public Spread PerGenre => Spread.Of(Runs.Select(run => 100 * run.PerGenre));

    /// <summary>Percent correct without clusters.</summary>
    public Spread Plain => Spread.Of(Runs.Select(run => 100 * run.Plain));

    /// <summary>Points that a cluster per style gains.</summary>
    public Difference StyleGain => Difference.Of(Runs.Select(run => 100 * (run.PerStyle - run.Plain)));

    /// <summary>Points that a cluster per genre gains.</summary>
    public Difference GenreGain => Difference.Of(Runs.Select(run => 100 * (run.PerGenre - run.Plain)));

    public static StudyResult Of(StudyPoint point, int seeds)
    {
        var (genres, styles) = (point.Data.Genres, point.Data.Genres * point.Data.StylesPerGenre);
        return new StudyResult([.. Enumerable.Range(1, seeds).Select(seed =>
        {
            var perGenre = point.Accuracy(genres, seed);
            return new StudyRun(seed, styles == genres ? perGenre : point.Accuracy(styles, seed), perGenre, point.Accuracy(0, seed));
        })]);
    }
}

/// <summary>A mean with the standard deviation over runs.</summary>
internal sealed record Spread(double Mean, double Deviation)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var all = values.ToList();
        var mean = all.Average();
        return new Spread(mean, all.Count > 1 ? Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Count - 1)) : 0);
    }

    public override string ToString() => $"{Mean:0.0} ± {Deviation:0.0}";
}

/// <summary>A mean difference with the standard error of the mean.</summary>
internal sealed record Difference(double Mean, double Error)
{
    public static Difference Of(IEnumerable<double> values)
    {
        var all = values.ToList();
        var spread = Spread.Of(all);
        return new Difference(spread.Mean, spread.Deviation / Math.Sqrt(all.Count));
    }

    /// <summary>
    /// Chooses words by the sign of the mean, where it is more than three times its standard error: of five seeds, the 95 % interval of
    /// Student's t reaches 2.8 times as far.
    /// </summary>
    public string Judge(string more, string less, string neither) => Mean > 3 * Error ? more : Mean < -3 * Error ? less : neither;

    public override string ToString() => $"{Math.Round(Mean, 1):+0.0;−0.0;0.0} ± {Error:0.0}";
}
