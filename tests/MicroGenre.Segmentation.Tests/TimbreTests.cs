using MicroGenre.Segmentation.Distances;

namespace MicroGenre.Segmentation.Tests;

public class TimbreTests
{
    private const int SampleRate = SyntheticPiece.SampleRate;
    private static readonly float[] Piece = SyntheticPiece.OfResonances("AB", 2, seed: 1).Samples;

    [Fact]
    public void A_window_is_at_distance_zero_from_itself() => Assert.InRange(Window(0).DistanceTo(Window(0)), 0, 1e-9);

    [Fact]
    public void Distances_are_symmetric() => Assert.Equal(Window(0).DistanceTo(Window(2)), Window(2).DistanceTo(Window(0)), 1e-9);

    [Fact]
    public void Windows_of_one_sound_are_nearer_than_those_of_two() =>
        Assert.True(Window(0).DistanceTo(Window(1)) < Window(0).DistanceTo(Window(2)));

    [Fact]
    public void Silence_and_a_single_sample_are_at_a_finite_distance()
    {
        var silence = Timbre.Of(new float[SampleRate], SampleRate);

        Assert.True(double.IsFinite(silence.DistanceTo(Window(0))));
        Assert.True(double.IsFinite(silence.DistanceTo(Timbre.Of([0.5f], SampleRate))));
    }

    private static Timbre Window(int second) => Timbre.Of(Piece.AsSpan(second * SampleRate, SampleRate), SampleRate);
}
