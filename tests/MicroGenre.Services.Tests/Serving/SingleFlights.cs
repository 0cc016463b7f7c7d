using MicroGenre.Serving.Caching;

namespace MicroGenre.Services.Tests.Serving;

public class SingleFlights
{
    private readonly SingleFlight<string, int> _flights = new();

    [Fact]
    public async Task What_many_want_at_once_is_made_once()
    {
        var made = 0;
        var ready = new TaskCompletionSource();
        var wanting = Enumerable.Range(0, 50).Select(_ => RunAsync("key", async () =>
        {
            Interlocked.Increment(ref made);
            await ready.Task;
            return 7;
        })).ToList();
        ready.SetResult();
        var results = await Task.WhenAll(wanting);
        Assert.Equal(1, made);
        Assert.All(results, result => Assert.Equal(7, result.Value));
        Assert.Equal(49, results.Count(result => result.Shared));
    }

    [Fact]
    public async Task Different_things_are_made_side_by_side()
    {
        var both = new CountdownEvent(2);
        Task<int> MakeAsync() => Task.Run(() =>
        {
            both.Signal();
            return both.Wait(TimeSpan.FromSeconds(30)) ? 1 : throw new TimeoutException("The other one was not begun.");
        });

        await Task.WhenAll(RunAsync("a", MakeAsync), RunAsync("b", MakeAsync));
    }

    [Fact]
    public async Task Of_several_things_only_those_that_nobody_is_making_are_made()
    {
        var slow = new TaskCompletionSource<int>();
        var first = RunAsync("a", () => slow.Task);
        IReadOnlyList<string> made = [];
        var second = _flights.RunAsync(["a", "b", "c"], keys =>
        {
            made = keys;
            return Task.FromResult<IReadOnlyList<int>>([2, 3]);
        }, CancellationToken.None);
        Assert.Equal(["b", "c"], made);
        slow.SetResult(1);
        await first;
        var results = await second;
        Assert.Equal((1, true), results["a"]);
        Assert.Equal((2, false), results["b"]);
        Assert.Equal((3, false), results["c"]);
    }

    [Fact]
    public async Task Two_who_want_the_same_things_in_another_order_do_not_wait_for_each_other()
    {
        var (left, right) = (new TaskCompletionSource(), new TaskCompletionSource());
        async Task<IReadOnlyList<int>> MakeAsync(IReadOnlyList<string> keys, Task when)
        {
            await when;
            return [.. keys.Select(_ => 1)];
        }

        var first = _flights.RunAsync(["a"], keys => MakeAsync(keys, left.Task), CancellationToken.None);
        var second = _flights.RunAsync(["b", "a"], keys => MakeAsync(keys, right.Task), CancellationToken.None);
        var third = _flights.RunAsync(["a", "b"], keys => MakeAsync(keys, right.Task), CancellationToken.None);
        right.SetResult();
        left.SetResult();
        await Task.WhenAll(first, second, third).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task When_the_one_who_makes_it_gives_up_another_takes_over()
    {
        using var impatience = new CancellationTokenSource();
        var first = RunAsync("key", async () =>
        {
            await Task.Delay(Timeout.Infinite, impatience.Token);
            return 1;
        }, impatience.Token);
        var second = RunAsync("key", () => Task.FromResult(2));
        Assert.False(second.IsCompleted);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal((2, false), await second);
    }

    [Fact]
    public async Task One_who_waits_may_give_up_without_harm_to_the_others()
    {
        using var impatience = new CancellationTokenSource();
        var ready = new TaskCompletionSource<int>();
        var first = RunAsync("key", () => ready.Task);
        var second = RunAsync("key", () => ready.Task, impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        ready.SetResult(1);
        Assert.Equal((1, false), await first);
    }

    [Fact]
    public async Task A_failure_reaches_all_who_wait_and_is_not_remembered()
    {
        var failing = new TaskCompletionSource<int>();
        var first = RunAsync("key", () => failing.Task);
        var second = RunAsync("key", () => failing.Task);
        failing.SetException(new InvalidDataException("broken"));
        await Assert.ThrowsAsync<InvalidDataException>(() => first);
        await Assert.ThrowsAsync<InvalidDataException>(() => second);
        Assert.Equal((3, false), await RunAsync("key", () => Task.FromResult(3)));
    }

    private async Task<(int Value, bool Shared)> RunAsync(string key, Func<Task<int>> make, CancellationToken cancellation = default) =>
        (await _flights.RunAsync([key], async _ => [await make()], cancellation))[key];
}
