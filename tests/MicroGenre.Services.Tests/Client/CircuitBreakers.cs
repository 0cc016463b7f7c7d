using MicroGenre.Client.Channels;

namespace MicroGenre.Services.Tests.Client;

public class CircuitBreakers
{
    private readonly Clock _clock = new();
    private readonly CircuitBreaker _breaker;

    public CircuitBreakers() => _breaker = new CircuitBreaker(TimeSpan.FromSeconds(10), _clock);

    [Fact]
    public void What_answers_may_always_be_tried()
    {
        Assert.True(_breaker.MayTry());
        Assert.False(_breaker.Answered());
        Assert.True(_breaker.MayTry());
    }

    [Fact]
    public void What_failed_is_left_alone_until_the_pause_is_over()
    {
        _breaker.Failed();
        _clock.Pass(9.9);
        Assert.False(_breaker.MayTry());
        _clock.Pass(0.1);
        Assert.True(_breaker.MayTry());
    }

    [Fact]
    public void After_the_pause_one_of_many_tries()
    {
        _breaker.Failed();
        _clock.Pass(10);
        Assert.Equal(1, Enumerable.Range(0, 100).AsParallel().WithDegreeOfParallelism(8).Count(_ => _breaker.MayTry()));
    }

    [Fact]
    public void One_that_tries_and_never_says_how_it_went_keeps_others_away_for_a_pause_only()
    {
        _breaker.Failed();
        _clock.Pass(10);
        Assert.True(_breaker.MayTry());
        _clock.Pass(10);
        Assert.True(_breaker.MayTry());
    }

    [Fact]
    public void Going_and_coming_back_are_told_once_each()
    {
        Assert.Equal([true, false, false], new[] { _breaker.Failed(), _breaker.Failed(), _breaker.Failed() });
        Assert.Equal([true, false, false], new[] { _breaker.Answered(), _breaker.Answered(), _breaker.Answered() });
        Assert.True(_breaker.MayTry());
        Assert.True(_breaker.Failed());
    }

    private sealed class Clock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public void Pass(double seconds) => _now += (long)(seconds * TimestampFrequency);
    }
}
