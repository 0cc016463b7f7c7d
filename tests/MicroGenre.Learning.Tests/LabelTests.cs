namespace MicroGenre.Learning.Tests;

public class LabelTests
{
    private const int Width = 8;

    [Fact]
    public void Wrong_labels_come_first()
    {
        var (places, labels) = Clusters(perGenre: 20);
        string[] given = [.. labels];
        (given[3], given[45]) = ("b", "a");

        var found = LabelErrors.Find(places, given);
        Assert.Equal([3, 45], found.Take(2).Select(error => error.Track).Order());
        Assert.All(found.Take(2), error => Assert.Equal(labels[error.Track], error.Suggestion));
        Assert.Equal(found.OrderByDescending(error => error.Odds), found);
    }

    [Fact]
    public void Spellings_of_a_genre_are_one_label()
    {
        var (places, labels) = Clusters(perGenre: 10);
        string[] spelt = [.. labels.Select((label, i) => i % 2 == 0 ? label.ToUpperInvariant() : label)];
        Assert.Empty(LabelErrors.Find(places, spelt));
    }

    [Fact]
    public void Too_few_tracks_or_genres_tell_nothing_of_labels()
    {
        var (places, labels) = Clusters(perGenre: 3);
        var refused = Assert.Throws<ArgumentException>(() => LabelErrors.Find(places, labels));
        Assert.Contains("at least 20 tracks", refused.Message, StringComparison.Ordinal);
        (places, labels) = Clusters(perGenre: 10);
        Assert.Throws<ArgumentException>(() => LabelErrors.Find(places, [.. labels.Select(_ => "a")]));
    }

    [Fact]
    public void Suggested_tracks_are_uncertain_and_far_from_each_other()
    {
        var (places, _) = Clusters(perGenre: 20);
        double[] equal = [.. places.Select(_ => 1.0)];
        var chosen = LabelSuggestions.Choose(places, equal, [], 3);
        Assert.Equal([0, 1, 2], chosen.Select(i => i / 20).Order());

        var certain = equal.ToArray();
        Array.Fill(certain, 0, 0, 20);
        Assert.DoesNotContain(LabelSuggestions.Choose(places, certain, [], 10), i => i < 20);
    }

    [Fact]
    public void What_is_labelled_already_teaches_no_more()
    {
        var (places, _) = Clusters(perGenre: 20);
        double[] equal = [.. places.Skip(1).Select(_ => 1.0)];
        var chosen = LabelSuggestions.Choose([.. places.Skip(1)], equal, [places[0]], 2);
        Assert.Equal([1, 2], chosen.Select(i => (i + 1) / 20).Order());
    }

    [Fact]
    public void Fewer_tracks_than_wanted_are_all_chosen_once()
    {
        var (places, labels) = Clusters(perGenre: 4);
        double[] equal = [.. places.Select(_ => 0.5)];
        Assert.Equal(Enumerable.Range(0, 12), LabelSuggestions.Choose(places, equal, [], 100).Order());
        Assert.Equal(Enumerable.Range(0, 12), LabelSuggestions.Choose(places, equal, places, labels, 100).Order());
        Assert.Empty(LabelSuggestions.Choose([], [], [], 5));
    }

    [Fact]
    public void Labels_say_where_genres_are_uncertain()
    {
        var (places, labels) = Clusters(perGenre: 20);
        var between = places[0].Zip(places[20], (a, b) => (a + b) / 2).ToArray();
        var chosen = LabelSuggestions.Choose([places[5], between, places[25]], [1, 0, 1], places, labels, 1);
        Assert.Equal([1], chosen);
    }

    [Fact]
    public void Uncertainty_is_that_of_equal_probabilities()
    {
        Assert.Equal(1, LabelSuggestions.Uncertainty([0.25, 0.25, 0.25, 0.25]), 1e-12);
        Assert.Equal(0, LabelSuggestions.Uncertainty([0, 1, 0]), 1e-12);
        Assert.Equal(0, LabelSuggestions.Uncertainty([1]));
    }

    // Three genres, far apart.
    private static (float[][] Places, string[] Labels) Clusters(int perGenre)
    {
        var random = new SeededRandom(1);
        var places = Enumerable.Range(0, 3 * perGenre).Select(i => Enumerable.Range(0, Width)
            .Select(value => (float)(random.NextNormal() + (value == i / perGenre ? 12 : 0))).ToArray()).ToArray();
        return (places, [.. Enumerable.Range(0, 3 * perGenre).Select(i => "abc"[i / perGenre].ToString())]);
    }
}
