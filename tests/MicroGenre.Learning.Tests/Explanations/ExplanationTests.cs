using System.Globalization;
using MicroGenre.Signal;

namespace MicroGenre.Learning.Tests.Explanations;

public sealed class ExplanationTests : IDisposable
{
    private readonly GenreModel _shipped = new ModelRepository(Testing.Repository.PathOf("models")).Load("gtzan");

    public void Dispose() => _shipped.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(387)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1290)]
    [InlineData(9000)]
    public void Bias_and_contributions_add_up_to_the_logit(int frames)
    {
        var why = _shipped.Explain(Noise(frames)).Explanation;

        Assert.Equal(ExplanationMethod.Exact, why.Method);
        Assert.Equal(why.Logit, why.Bias + why.Contributions.Sum(part => part.Value), 1e-6);
    }

    [Theory]
    [InlineData(-80, 0)]
    [InlineData(0, 0)]
    [InlineData(-40, 1000)]
    public void They_add_up_for_flat_and_for_extreme_spectrograms(double level, double swing)
    {
        var why = _shipped.Explain(Noise(387, level, swing)).Explanation;

        Assert.True(double.IsFinite(why.Logit));
        Assert.Equal(why.Logit, why.Bias + why.Contributions.Sum(part => part.Value), 1e-6);
    }

    [Theory]
    [InlineData(387)]
    [InlineData(1290)]
    public void The_softmax_of_all_logits_is_the_answer(int frames)
    {
        var track = Noise(frames);
        double[] powers = [.. _shipped.Card.Labels.Select(label => Math.Exp(_shipped.Explain(track, label).Explanation.Logit))];

        Assert.All(_shipped.Classify(track).Zip(powers), pair => Assert.Equal(pair.First, pair.Second / powers.Sum(), 1e-5));
    }

    [Fact]
    public void An_explained_answer_is_the_plain_answer()
    {
        var track = Noise(387);
        var (plain, explained) = (_shipped.Answer(track), _shipped.Explain(track));

        Assert.Equal(plain.Probabilities, explained.Answer.Probabilities);
        Assert.Equal(plain.Discriminants, explained.Answer.Discriminants);
        Assert.Equal((plain.Verdict, plain.Reason, plain.Uncertain),
            (explained.Answer.Verdict, explained.Answer.Reason, explained.Answer.Uncertain));
        Assert.Equal(
            _shipped.Card.Labels[Array.IndexOf(plain.Probabilities, plain.Probabilities.Max())], explained.Explanation.Genre);
    }

    [Fact]
    public void Contributions_cover_the_track_and_all_frequencies_once_for_each_kind_of_evidence()
    {
        var parts = _shipped.Explain(Noise(387)).Explanation.Contributions;

        Assert.Equal([Evidence.Timbre, Evidence.Rhythm, Evidence.Covariance], parts.Select(part => part.Evidence).Distinct().Order());
        var seconds = 387.0 * 1711 / 22050;
        Assert.All(parts.GroupBy(part => part.Evidence), kind => Assert.Equal(
            seconds * 11025, kind.Sum(part => (part.End - part.Start) * (part.HighHertz - part.LowHertz)), seconds * 11));
        Assert.Equal((0, 11025), (parts.Min(part => part.LowHertz), parts.Max(part => part.HighHertz)));
        Assert.Equal((0, seconds), (parts.Min(part => part.Start), Math.Round(parts.Max(part => part.End), 3)), (one, other) =>
            one.Item1 == other.Item1 && Math.Abs(one.Item2 - other.Item2) < 1e-3);
    }

    [Fact]
    public void What_is_planted_in_a_flat_track_stands_out_where_it_is()
    {
        var track = new FeatureMatrix(128, 387);
        Array.Fill(track.Values, -40);
        var random = new SeededRandom(3);
        for (var row = 32; row < 48; row++)
        {
            for (var frame = 120; frame < 240; frame++)
            {
                track[row, frame] = (float)(-40 + (15 * random.NextNormal()));
            }
        }

        // Average music is compared with all times alike: what stands out does so among times.
        var strongest = _shipped.Explain(track, "metal").Explanation.Contributions
            .GroupBy(part => (part.LowHertz, part.Evidence))
            .SelectMany(row => row.Select(part => (Part: part, Above: Math.Abs(PerSecond(part) - Median(row.Select(PerSecond))))))
            .OrderByDescending(part => part.Above).Take(40).Select(part => part.Part);

        Assert.All(strongest, part => Assert.True(part.End > 8.5 && part.Start < 19.5, part.ToString()));
    }

    [Fact]
    public void A_model_that_is_not_linear_is_explained_by_occlusion()
    {
        var tracks = Examples.Separable(6);
        var recipe = Recipe.FromJson("""{ "name": "x", "classifier": { "kind": "nearest-neighbors" } }""") with
        {
            Features = new LogMelSettings { MelBands = Examples.Bands },
        };
        using var folder = new Testing.TemporaryFolder();
        using var trained = TrainingRun.Run(recipe, tracks);
        var repository = new ModelRepository(folder.Path);
        repository.Save("near", trained);
        using var model = repository.Load("near");

        var why = model.Explain(tracks.Tracks[0].Features).Explanation;

        Assert.Equal(ExplanationMethod.Occlusion, why.Method);
        Assert.All(why.Contributions, part => Assert.Equal(Evidence.Any, part.Evidence));
        Assert.Equal(why.Logit, why.Bias + why.Contributions.Sum(part => part.Value), 1e-6);
        Assert.Equal(3, why.Nearest.Count);
        Assert.Equal(why.Genre, why.Nearest[0].Genre);
    }

    [Fact]
    public void A_genre_may_be_spelt_in_any_way_and_one_that_is_not_there_is_an_error_that_names_the_nearest()
    {
        var track = Noise(100);

        Assert.Equal("hiphop", _shipped.Explain(track, "Hip-Hop").Explanation.Genre);
        var error = Assert.Throws<ArgumentException>(() => _shipped.Explain(track, "jaz"));
        Assert.StartsWith("The model has no genre 'jaz'; the nearest are: jazz", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_genre_that_is_never_predicted_has_nothing_to_explain()
    {
        var tracks = Examples.Separable(6);
        var with = new TrackSet([.. tracks.Genres, "polka"], tracks.Tracks);
        var recipe = Recipe.FromJson("""{ "name": "x", "classifier": { "kind": "linear-discriminant" } }""") with
        {
            Features = new LogMelSettings { MelBands = Examples.Bands },
        };
        using var folder = new Testing.TemporaryFolder();
        using var trained = TrainingRun.Run(recipe, with);
        var repository = new ModelRepository(folder.Path);
        repository.Save("x", trained);
        using var model = repository.Load("x");

        var error = Assert.Throws<ArgumentException>(() => model.Explain(tracks.Tracks[0].Features, "polka"));
        Assert.StartsWith("The model never predicts 'polka'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_names_the_genre_and_shows_both_sides()
    {
        var track = Noise(387);
        var why = _shipped.Explain(track).Explanation;

        var svg = ExplanationPicture.ToSvg(why, "Rock", track);
        Assert.Contains($"Why Rock: {why.Logit.ToString("0.00", CultureInfo.InvariantCulture)}", svg, StringComparison.Ordinal);
        Assert.Contains("speaks against it", svg, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", svg, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", ExplanationPicture.ToSvg(why, "Rock"), StringComparison.Ordinal);
    }

    private static double PerSecond(Contribution part) => part.Value / (part.End - part.Start);

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static FeatureMatrix Noise(int frames, double level = -40, double swing = 12)
    {
        var (random, track) = (new SeededRandom(frames), new FeatureMatrix(128, frames));
        for (var i = 0; i < track.Values.Length; i++)
        {
            track.Values[i] = (float)(level + (swing * random.NextNormal()));
        }

        return track;
    }
}
