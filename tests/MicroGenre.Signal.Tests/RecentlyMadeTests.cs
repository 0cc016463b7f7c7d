namespace MicroGenre.Signal.Tests;

public class RecentlyMadeTests
{
    [Fact]
    public void A_thing_is_made_once_while_it_is_held()
    {
        var made = 0;
        var things = new RecentlyMade<int, string>(key => $"{key}: {++made}");

        Assert.Equal(things.For(7), things.For(7));
        Assert.Equal(1, made);
    }

    [Fact]
    public void Ever_other_keys_never_hold_more_than_the_capacity()
    {
        var things = new RecentlyMade<int, int>(key => -key);

        for (var key = 0; key < 10 * RecentlyMade<int, int>.Capacity; key++)
        {
            Assert.Equal(-key, things.For(key));
            Assert.InRange(things.Count, 1, RecentlyMade<int, int>.Capacity);
        }
    }
}
