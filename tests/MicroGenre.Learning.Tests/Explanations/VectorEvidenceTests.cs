using MicroGenre.Signal;

namespace MicroGenre.Learning.Tests.Explanations;

public class VectorEvidenceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parts_of_every_kind_of_vector_add_up_to_the_weighted_difference_from_average_music(int seed)
    {
        var random = new SeededRandom(seed);
        foreach (var kind in new[] { VectorKind.Textures, VectorKind.Covariances, VectorKind.Modulations })
        {
            var (average, track) = (Noise(random, 150, 8), Noise(random, 100 + random.Next(200), 4 + random.Next(10)));
            var reference = new TrackVectors(kind, 512).From(average)[0];
            double[] slopes = [.. reference.Select(_ => random.NextNormal())];
            var (traced, grid) = (VectorEvidence.Of(kind, reference).Trace(track), new EvidenceGrid(track.Frames));

            traced.Attribute(slopes, grid);

            Assert.Equal(VectorEvidence.WidthOf(kind), reference.Length);
            Assert.Equal(new TrackVectors(kind, 512).From(track)[0], traced.Values);
            var wanted = slopes.Select((slope, i) => slope * (traced.Values[i] - reference[i])).Sum();
            Assert.Equal(wanted, Total(grid), 1e-7 * Math.Max(1, slopes.Length));
        }
    }

    [Fact]
    public void A_track_that_is_the_average_has_no_contributions_of_its_own_in_sum()
    {
        var track = Noise(new SeededRandom(5), 300, 10);
        var reference = new TrackVectors(VectorKind.Textures, 512).From(track)[0];
        var grid = new EvidenceGrid(300);

        VectorEvidence.Of(VectorKind.Textures, reference).Trace(track).Attribute([.. reference.Select(_ => 1.0)], grid);

        Assert.Equal(0, Total(grid), 1e-7);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1e-3, 1e3)]
    [InlineData(2, 2 + 1e-12)]
    [InlineData(2, 2.00019)]
    [InlineData(2, 2.00021)]
    public void The_slope_of_a_logarithm_leads_from_one_value_to_the_other(double a, double b) =>
        Assert.Equal(Math.Log(a) - Math.Log(b), VectorEvidence.LogarithmSlope(a, b) * (a - b), 1e-12);

    private static double Total(EvidenceGrid grid)
    {
        var sum = 0.0;
        for (var kind = 0; kind < EvidenceGrid.Kinds; kind++)
        {
            for (var band = 0; band < EvidenceGrid.Bands; band++)
            {
                sum += grid.Row((Evidence)kind, band).ToArray().Sum();
            }
        }

        return sum;
    }

    private static FeatureMatrix Noise(SeededRandom random, int frames, double swing)
    {
        var track = new FeatureMatrix(128, frames);
        foreach (ref var value in track.Values.AsSpan())
        {
            value = (float)(-40 + (swing * random.NextNormal()));
        }

        return track;
    }
}
