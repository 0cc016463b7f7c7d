using Aspire.AppHost;

namespace MicroGenre.Integration.Tests;

/// <summary>How soon what has died is started again.</summary>
public class BackOffTests
{
    [Fact]
    public void Pauses_double_from_a_second_to_half_a_minute()
    {
        var backOff = new BackOff();

        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(0, 7).Select(_ => (int)backOff.Next(TimeSpan.FromSeconds(5)).TotalSeconds));
    }

    [Fact]
    public void What_was_healthy_for_a_minute_begins_anew()
    {
        var backOff = new BackOff();
        backOff.Next(TimeSpan.FromSeconds(5));
        backOff.Next(TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.FromSeconds(1), backOff.Next(TimeSpan.FromMinutes(1)));
    }
}
