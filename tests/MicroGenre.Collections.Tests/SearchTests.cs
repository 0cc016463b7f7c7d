using MicroGenre.Collections.Search;
using MicroGenre.Testing;

namespace MicroGenre.Collections.Tests;

public sealed class SearchTests(LibraryFixture shared) : IClassFixture<LibraryFixture>
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    [InlineData(33)]
    public void The_nearest_vectors_are_those_that_a_sort_of_all_products_finds(int width)
    {
        var random = new Random(width);
        var vectors = Enumerable.Range(0, 500).Select(_ => Vector(random, width)).ToArray();
        var index = new VectorIndex(width, capacity: 1);
        foreach (var (id, vector) in vectors.Index())
        {
            index.Add(id, vector);
        }

        for (var query = 0; query < 20; query++)
        {
            var wanted = Vector(random, width);
            var expected = vectors.Index().Where(item => item.Index % 3 > 0)
                .Select(item => (item.Index, Product: VectorIndex.Similarity(item.Item, wanted)))
                .OrderByDescending(item => item.Product).Take(10).ToList();

            var found = index.Nearest(wanted, 10, id => id % 3 > 0);

            Assert.Equal(
                expected.Select(item => item.Product), found.Select(neighbor => neighbor.Similarity), (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Fact]
    public void A_vector_of_another_width_is_refused() =>
        Assert.Throws<ArgumentException>(() => new VectorIndex(3, 1).Nearest(new float[4], 1));

    [Fact]
    public async Task A_track_is_most_like_its_like_and_ways_lead_from_one_to_another()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        WavFile.WriteTone(home["low.wav"], frequency: 100);
        WavFile.WriteTone(home["low2.wav"], frequency: 101);
        WavFile.WriteTone(home["middle.wav"], frequency: 1000);
        WavFile.WriteTone(home["high.wav"], frequency: 6000);
        await home.ScanAsync();
        var rows = (await home.RowsAsync()).ToDictionary(row => row.Path);
        var similar = await SimilarTracks.LoadAsync(home.Database, shared.Analyzer.Model, default);
        var (low, high) = (rows[home["low.wav"]].Sound!.Embedding, rows[home["high.wav"]].Sound!.Embedding);

        var found = similar.To([low], 3, track => track.Path != home["low.wav"]);

        Assert.Equal(home["low2.wav"], found[0].Track.Path);
        Assert.Equal(found.OrderByDescending(track => track.Similarity), found);
        Assert.Equal(2, similar.Between(low, high, 2, track => track.Path != home["low.wav"] && track.Path != home["high.wav"])
            .Select(track => track.Track.Id).Distinct().Count());
        Assert.Equal(4, similar.To([low, high], 10, _ => true).Count);
    }

    [Fact]
    public async Task Tracks_of_a_model_that_analysed_none_cannot_be_compared()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();

        await Assert.ThrowsAsync<LibraryException>(() => SimilarTracks.LoadAsync(home.Database, "nobody/1", default));
    }

    [Fact]
    public async Task The_same_recording_at_another_level_and_an_equal_file_are_duplicates_and_another_recording_is_none()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        WriteNoise(home["a.wav"], seed: 1, level: 0.8);
        WriteNoise(home["quieter.wav"], seed: 1, level: 0.4);
        WriteNoise(home["other.wav"], seed: 2, level: 0.8);
        File.Copy(home["a.wav"], home["copy.wav"]);
        await home.ScanAsync();
        var similar = await SimilarTracks.LoadAsync(home.Database, shared.Analyzer.Model, default);

        var groups = DuplicateTracks.Find(similar.Tracks, problem => Assert.Fail(problem.Reason), default);

        Assert.Equal([home["a.wav"], home["copy.wav"], home["quieter.wav"]], Assert.Single(groups).Select(track => track.Path));
    }

    private static float[] Vector(Random random, int width)
    {
        float[] vector = [.. Enumerable.Range(0, width).Select(_ => random.NextSingle() - 0.5f)];
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => value / length);
    }

    private static void WriteNoise(string path, int seed, double level)
    {
        var random = new Random(seed);
        File.WriteAllBytes(path, WavFile.Bytes([.. Enumerable.Range(0, 22050 * 8)
            .Select(_ => (short)(((random.NextDouble() * 2) - 1) * level * short.MaxValue))]));
    }
}
