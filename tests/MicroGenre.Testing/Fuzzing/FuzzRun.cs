using System.Diagnostics;

namespace MicroGenre.Testing.Fuzzing;

/// <summary>The outcomes of a target's inputs.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Inputs">Number of inputs.</param>
/// <param name="Taken">Number of inputs that the target accepted.</param>
/// <param name="Crashes">Number of inputs that ended in an unexpected exception.</param>
/// <param name="Hangs">Number of inputs that took longer than the time limit.</param>
/// <param name="Harmed">Number of inputs that left a wrong file.</param>
/// <param name="Hungry">Number of inputs that exceeded the memory limit.</param>
public sealed record FuzzCount(string Target, long Inputs, long Taken, long Crashes, long Hangs, long Harmed, long Hungry)
{
    /// <summary><see langword="true"/> if nothing went wrong.</summary>
    public bool IsClean => (Crashes, Hangs, Harmed, Hungry) == (0, 0, 0, 0);
}

/// <summary>An input that failed.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Number">The input's number, which recreates the input together with the seed.</param>
/// <param name="Input">The input's bytes.</param>
/// <param name="Reason">What went wrong.</param>
public sealed record FuzzFailure(string Target, long Number, byte[] Input, string Reason);

/// <summary>Runs targets on damaged inputs, with one thread per processor. The same seed makes the same inputs.</summary>
/// <param name="targets">The targets; each gets the same number of inputs.</param>
/// <param name="seed">Seed of the random numbers.</param>
/// <param name="onFailure">Called for each input that fails, possibly by several threads at a time.</param>
public sealed class FuzzRun(IReadOnlyList<IFuzzTarget> targets, int seed, Action<FuzzFailure> onFailure)
{
    private readonly long[] _inputs = new long[targets.Count];
    private readonly long[] _taken = new long[targets.Count];
    private readonly long[] _crashes = new long[targets.Count];
    private readonly long[] _hangs = new long[targets.Count];
    private readonly long[] _harmed = new long[targets.Count];
    private readonly long[] _hungry = new long[targets.Count];
    private long _next;

    /// <summary>Time limit of one input. It is generous, because a busy machine is not a hang.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Maximum number of bytes that one input may make the target allocate.</summary>
    public long MemoryLimit { get; init; } = 64L << 20;

    /// <summary>The outcomes so far.</summary>
    public IReadOnlyList<FuzzCount> Counts =>
        [.. targets.Select(
            (target, i) => new FuzzCount(target.Name, _inputs[i], _taken[i], _crashes[i], _hangs[i], _harmed[i], _hungry[i]))];

    /// <summary>
    /// Runs until the number of inputs or the time is reached; <see cref="Timeout.InfiniteTimeSpan"/> sets no time limit.
    /// </summary>
    public void Run(long inputs, TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Start()).ToList();
        while (workers.Exists(worker => worker.Thread.IsAlive))
        {
            Thread.Sleep(TimeSpan.FromMilliseconds(100));
            for (var i = 0; i < workers.Count; i++)
            {
                if (workers[i].Current is { } work && Stopwatch.GetElapsedTime(work.Started) > TimeLimit)
                {
                    // A thread cannot be stopped from outside. It is abandoned, and another takes its place.
                    Interlocked.Increment(ref _hangs[work.Target]);
                    onFailure(new FuzzFailure(targets[work.Target].Name, work.Number, work.Input, "takes too long"));
                    workers[i] = Start();
                }
            }
        }

        Worker Start()
        {
            var worker = new Worker();
            worker.Thread = new Thread(() => Work(worker, inputs, clock, time)) { IsBackground = true };
            worker.Thread.Start();
            return worker;
        }
    }

    private void Work(Worker worker, long inputs, Stopwatch clock, TimeSpan time)
    {
        while ((time == Timeout.InfiniteTimeSpan || clock.Elapsed < time) && Interlocked.Increment(ref _next) - 1 is var number
            && number < inputs)
        {
            var index = (int)(number % targets.Count);
            var target = targets[index];
            var random = new Random(unchecked((int)((seed * 0x9E3779B1L) + (number * 0x85EBCA77L))));
            var input = Mutation.Of(target.CreateSound(random), random);
            worker.Current = new Attempt(index, number, input, Stopwatch.GetTimestamp());
            Try(index, number, input);
            worker.Current = null;
        }
    }

    private void Try(int index, long number, byte[] input)
    {
        var target = targets[index];
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            if (target.Run(input))
            {
                Interlocked.Increment(ref _taken[index]);
            }

            if (GC.GetAllocatedBytesForCurrentThread() - before is var taken && taken > MemoryLimit)
            {
                Interlocked.Increment(ref _hungry[index]);
                onFailure(new FuzzFailure(target.Name, number, input, $"takes {taken >> 20} MiB"));
            }
        }
        catch (HarmException harm)
        {
            Interlocked.Increment(ref _harmed[index]);
            onFailure(new FuzzFailure(target.Name, number, input, harm.Message));
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref _crashes[index]);
            onFailure(new FuzzFailure(target.Name, number, input, exception.ToString()));
        }

        Interlocked.Increment(ref _inputs[index]);
    }

    private sealed record Attempt(int Target, long Number, byte[] Input, long Started);

    private sealed class Worker
    {
        private volatile Attempt? _current;

        public Thread Thread { get; set; } = null!;

        public Attempt? Current
        {
            get => _current;
            set => _current = value;
        }
    }
}
