namespace MicroGenre.Drawing.Tests;

public class AxisTests
{
    [Fact]
    public void Round_numbers_mark_an_axis()
    {
        Assert.Equal(["0", "5", "10", "15", "20", "25", "30"], Labels(Axis.Linear("", 0, 30, 8)));
        Assert.Equal(["−0.4", "−0.2", "0", "0.2", "0.4"], Labels(Axis.Linear("", -0.5, 0.5, 5)));
    }

    [Fact]
    public void An_axis_of_whole_numbers_has_no_others() =>
        Assert.Equal(["1", "2", "3"], Labels(Axis.Linear("epoch", 1, 3, 5, whole: true)));

    [Theory]
    [InlineData(30, "time (s)", "0 5 10 15 20 25 30")]
    [InlineData(0.05, "time (s)", "0 0.005 0.01 0.015 0.02 0.025 0.03 0.035 0.04 0.045 0.05")]
    [InlineData(150, "time (min:s)", "0:00 0:15 0:30 0:45 1:00 1:15 1:30 1:45 2:00 2:15 2:30")]
    public void Time_is_in_seconds_up_to_two_minutes_and_in_minutes_beyond(double seconds, string label, string ticks)
    {
        var axis = Axis.Time(seconds, 12);

        Assert.Equal(label, axis.Label);
        Assert.Equal(ticks.Split(' '), Labels(axis));
        Assert.All(axis.Ticks, tick => Assert.InRange(tick.Position, 0, 1 + 1e-9));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0.61, 0.8)]
    [InlineData(2, 2)]
    [InlineData(9.1, 10)]
    public void The_top_of_an_axis_is_a_round_number(double value, double top) => Assert.Equal(top, Axis.RoundUp(value), 1e-12);

    private static IEnumerable<string> Labels(Axis axis) => axis.Ticks.Select(tick => tick.Label);
}
