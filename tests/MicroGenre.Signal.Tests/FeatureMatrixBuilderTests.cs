using FsCheck;
using FsCheck.Fluent;

namespace MicroGenre.Signal.Tests;

public sealed class FeatureMatrixBuilderTests
{
    [Fact]
    public void Every_value_is_where_it_belongs_whatever_length_was_expected() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        // Blocks of many tiles, of one, and matrices within one block.
        var (rows, most) = random.Next(3) switch
        {
            0 => (100, 6000),
            1 => (20_000, 40),
            _ => (random.Next(1, 10), 100),
        };
        var frames = random.Next(1, most);
        var expected = random.Next(3) switch
        {
            0 => 0,
            1 => frames,
            _ => random.Next(1, most),
        };
        var matrix = Build(rows, frames, expected);
        return (matrix.Rows, matrix.Frames) == (rows, frames)
            && Enumerable.Range(0, rows).All(row => Enumerable.Range(0, frames).All(frame => matrix[row, frame] == Value(row, frame)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    public void A_matrix_is_allocated_once_its_length_known_or_not(int expected)
    {
        const int rows = 100;
        const int frames = 20_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        Build(rows, frames, expected);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, rows * frames * sizeof(float) * 1.1);
    }

    [Fact]
    public void What_does_not_fit_in_one_array_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new FeatureMatrixBuilder(1 << 16, 1 << 15));
    }

    private static FeatureMatrix Build(int rows, int frames, int expected)
    {
        var builder = new FeatureMatrixBuilder(rows, expected);
        for (var frame = 0; frame < frames; frame++)
        {
            var values = builder.Frame;
            for (var row = 0; row < rows; row++)
            {
                values[row] = Value(row, frame);
            }

            builder.Add();
        }

        return builder.Build();
    }

    private static float Value(int row, int frame) => (row * 7919) + frame;
}
