using MicroGenre.Signal;

namespace MicroGenre.Learning.Tests;

public class TrackPlacesTests
{
    private static readonly string[] Genres = ["north", "east"];

    private static readonly TrackPlaces Places = TrackPlaces.Of(
        new TrackSet(Genres, [.. Enumerable.Range(0, 4).Select(i => new LabelledTrack($"track {i}", i / 2, new FeatureMatrix(1, 1)))]),
        [[1, 0], [2, 0.1f], [0, 1], [-1, -1]]);

    [Fact]
    public void The_nearest_tracks_are_those_in_the_same_direction_however_far()
    {
        var nearest = Places.NearestTo([5, 0], Genres);

        Assert.Equal(["track 0", "track 1", "track 2"], nearest.Select(near => near.Track));
        Assert.Equal(["north", "north", "east"], nearest.Select(near => near.Genre));
        Assert.Equal(1, nearest[0].Similarity, 1e-3);
        Assert.Equal(0, nearest[2].Similarity, 1e-3);
    }

    [Fact]
    public void A_place_of_another_width_is_near_nothing() => Assert.Empty(Places.NearestTo([1, 2, 3], Genres));

    [Fact]
    public void A_card_whose_places_are_damaged_is_refused()
    {
        using var folder = new Testing.TemporaryFolder();
        using var trained = TrainingRun.Run(
            Recipe.FromJson("""{ "name": "x", "classifier": { "kind": "linear-discriminant" } }""") with
            {
                Features = new LogMelSettings { MelBands = Examples.Bands },
            },
            Examples.Separable(4));
        var repository = new ModelRepository(folder.Path);
        var card = repository.Save("x", trained);
        foreach (var damaged in new[] { card.Places! with { Values = "?" }, card.Places! with { Genres = [9] } })
        {
            repository.Replace(card with { Places = damaged });
            Assert.Throws<InvalidDataException>(() => repository.Load("x"));
        }

        repository.Replace(card with { Conformal = new ConformalSets([[0.5]], [0, 1]) });
        Assert.Throws<InvalidDataException>(() => repository.Load("x"));
    }
}
