using System.Diagnostics;

namespace MicroGenre.Testing.Fuzzing;

/// <summary>What became of a target's inputs.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Inputs">How many there were.</param>
/// <param name="Taken">How many it took.</param>
/// <param name="Crashes">How many ended in an exception that is none of its own.</param>
/// <param name="Hangs">How many took longer than the limit.</param>
/// <param name="Harmed">How many left a file that is not what it should be.</param>
/// <param name="Hungry">How many took more memory than the limit.</param>
public sealed record FuzzCount(string Target, long Inputs, long Taken, long Crashes, long Hangs, long Harmed, long Hungry)
{
    /// <summary>Whether anything went wrong.</summary>
    public bool IsClean => (Crashes, Hangs, Harmed, Hungry) == (0, 0, 0, 0);
}

/// <summary>An input that something went wrong with.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Number">Its number: with the seed, what it takes to make it again.</param>
/// <param name="Input">Its bytes.</param>
/// <param name="Reason">What went wrong.</param>
public sealed record FuzzFailure(string Target, long Number, byte[] Input, string Reason);

/// <summary>Gives targets damaged inputs, on as many threads as there are processors. The same seed makes the same inputs.</summary>
/// <param name="targets">What to try; each gets as many inputs.</param>
/// <param name="seed">Where the random numbers start.</param>
/// <param name="onFailure">Told of each input that something goes wrong with; may be called by several threads at a time.</param>
public sealed class FuzzRun(IReadOnlyList<IFuzzTarget> targets, int seed, Action<FuzzFailure> onFailure)
{
    private readonly long[] _inputs = new long[targets.Count];
    private readonly long[] _taken = new long[targets.Count];
    private readonly long[] _crashes = new long[targets.Count];
    private readonly long[] _hangs = new long[targets.Count];
    private readonly long[] _harmed = new long[targets.Count];
    private readonly long[] _hungry = new long[targets.Count];
    private long _next;

    /// <summary>How long one input may take. It is generous: a busy machine is no hang.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many bytes one input may make the target set aside in all.</summary>
    public long MemoryLimit { get; init; } = 64L << 20;

    /// <summary>What has come of it so far.</summary>
    public IReadOnlyList<FuzzCount> Counts =>
        [.. targets.Select(
            (target, i) => new FuzzCount(target.Name, _inputs[i], _taken[i], _crashes[i], _hangs[i], _harmed[i], _hungry[i]))];

    /// <summary>
    /// Runs until so many inputs have been tried or so much time has passed; <see cref="Timeout.InfiniteTimeSpan"/> sets no limit.
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
                    // A thread cannot be ended from outside: it is left alone, and another takes its place.
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
