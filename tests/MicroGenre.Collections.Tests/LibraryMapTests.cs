using MicroGenre.Collections.Search;

namespace MicroGenre.Collections.Tests;

public sealed class LibraryMapTests
{
    private const int Width = 9;

    [Fact]
    public void Tracks_that_are_close_to_each_other_are_close_on_the_map()
    {
        // Three groups in nine dimensions, which two directions tell apart.
        var tracks = Enumerable.Range(0, 300).Select(i => Track(i, group: i % 3, spread: 0.1)).ToList();

        var map = LibraryMap.Of(tracks);

        foreach (var place in map.Places)
        {
            var near = map.Places.Where(other => other.Id != place.Id).MinBy(other => Distance(place, other))!;
            Assert.Equal(place.Id % 3, near.Id % 3);
        }
    }

    [Fact]
    public void The_map_fills_the_square_and_has_the_order_of_ids_and_the_genres()
    {
        var tracks = Enumerable.Range(0, 50).Select(i => Track(i, i % 2, spread: 1, genre: i == 7 ? null : i % 2 == 0 ? "rock" : "jazz"));

        var map = LibraryMap.Of([.. tracks.Reverse()]);

        Assert.Equal(["jazz", "rock"], map.Labels);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), map.Places.Select(place => place.Id));
        Assert.Equal(
            Enumerable.Range(0, 50).Select(i => i == 7 ? MapPlace.NoGenre : i % 2 == 0 ? 1 : 0), map.Places.Select(place => place.Genre));
        Assert.Equal(1, map.Places.Max(place => Math.Max(Math.Abs(place.X), Math.Abs(place.Y))), tolerance: 1e-6);
        Assert.All(map.Places, place => Assert.InRange(place.Y, -1, 1));
    }

    [Fact]
    public void The_same_tracks_in_another_order_have_the_same_places()
    {
        var tracks = Enumerable.Range(0, 200).Select(i => Track(i, i % 4, spread: 0.5)).ToList();

        Assert.Equal(LibraryMap.Of(tracks).Places, LibraryMap.Of([.. tracks.OrderBy(track => track.Sha256)]).Places);
    }

    [Fact]
    public void Along_each_axis_the_longer_tail_is_on_the_positive_side()
    {
        var tracks = Enumerable.Range(0, 100).Select(i => Track(i, group: i % 10 == 0 ? 1 : 0, spread: 0.2)).ToList();

        var map = LibraryMap.Of(tracks);
        var mirrored = LibraryMap.Of(
            [.. tracks.Select(track => track with { Embedding = Array.ConvertAll(track.Embedding, value => -value) })]);

        Assert.True(map.Places.Sum(place => Math.Pow(place.X, 3)) > 0);
        Assert.All(map.Places.Zip(mirrored.Places), pair => Assert.Equal(pair.First.X, pair.Second.X, tolerance: 1e-5));
    }

    [Fact]
    public void Few_tracks_and_equal_ones_have_places_too()
    {
        Assert.Empty(LibraryMap.Of([]).Places);
        Assert.Equal(new MapPlace(3, 0, 0, 0), Assert.Single(LibraryMap.Of([Track(3, 1, 0)]).Places));
        Assert.All(
            LibraryMap.Of([Track(1, 0, 0), Track(2, 0, 0), Track(3, 0, 0)]).Places, place => Assert.Equal((0, 0), (place.X, place.Y)));
    }

    private static double Distance(MapPlace one, MapPlace other) =>
        Math.Pow(one.X - other.X, 2) + Math.Pow(one.Y - other.Y, 2);

    private static SoundingTrack Track(int id, int group, double spread, string? genre = "rock")
    {
        var random = new Random(id);
        float[] embedding =
            [.. Enumerable.Range(0, Width).Select(i => (float)((i == group ? 1 : 0) + (spread * (random.NextDouble() - 0.5))))];
        return new SoundingTrack(id, $"{id}.wav", null, 3, random.Next().ToString("X8"), genre, embedding);
    }
}
