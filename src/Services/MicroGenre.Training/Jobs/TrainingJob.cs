using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using MicroGenre.Contracts;

namespace MicroGenre.Training.Jobs;

/// <summary>A piece of training, and all that happened to it so far. Any number may follow it, each at its own pace.</summary>
public sealed class TrainingJob : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<TrainEvent> _events = [];
    private readonly CancellationTokenSource _cancellation = new();
    private TaskCompletionSource _news = NewSignal();
    private Status? _end;

    /// <summary>A job that waits for its turn.</summary>
    public TrainingJob(TrainingOrder order) => Order = order;

    /// <summary>Tells jobs apart.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N")[..12];

    /// <summary>What is to be trained.</summary>
    public TrainingOrder Order { get; }

    /// <summary>Cancelled when the job is to stop.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Whether the job is over.</summary>
    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _end is not null;
            }
        }
    }

    /// <summary>Tells the job to stop.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <summary>Adds to what happened.</summary>
    public void Add(TrainEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        lock (_lock)
        {
            happened.Job = Id;
            happened.Sequence = (ulong)_events.Count + 1;
            happened.Time = Timestamp.FromDateTime(DateTime.UtcNow);
            _events.Add(happened);
            Signal();
        }
    }

    /// <summary>Ends the job.</summary>
    public void End(Status status)
    {
        lock (_lock)
        {
            _end ??= status;
            Signal();
        }
    }

    /// <summary>What happened, from the beginning, and then what happens, to the end.</summary>
    /// <exception cref="RpcException">The job did not end well.</exception>
    public async IAsyncEnumerable<TrainEvent> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var next = 0; ;)
        {
            TrainEvent[] fresh;
            Status? end;
            Task news;
            lock (_lock)
            {
                (fresh, end, news) = ([.. _events[next..]], _end, _news.Task);
            }

            foreach (var happened in fresh)
            {
                yield return happened;
            }

            next += fresh.Length;
            if (end is { } status)
            {
                if (status.StatusCode != StatusCode.OK)
                {
                    throw new RpcException(status);
                }

                yield break;
            }

            await news.WaitAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        _news.TrySetResult();
        _news = NewSignal();
    }
}
