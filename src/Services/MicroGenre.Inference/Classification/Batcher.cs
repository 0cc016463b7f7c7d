using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Aspire.ServiceDefaults.Calls;
using Grpc.Core;
using MicroGenre.Inference.Models;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.Inference.Classification;

/// <summary>What a model said, and what it took.</summary>
/// <param name="Answers">For each of the matrices asked about, what the model says.</param>
/// <param name="Waited">From the question to the beginning of the batch.</param>
/// <param name="Computed">The batch's time.</param>
/// <param name="Tracks">How many tracks were classified together.</param>
public sealed record BatchAnswer(IReadOnlyList<GenreAnswer> Answers, TimeSpan Waited, TimeSpan Computed, int Tracks);

/// <summary>
/// Has tracks classified in batches: while one batch is computed the next one gathers, so that nobody waits for a batch to fill, unless
/// <see cref="InferenceOptions.LargestDelay"/> says how long, and a busy server computes large ones. The queue is bounded; who finds it
/// full is refused at once.
/// </summary>
public sealed class Batcher(InferenceOptions options) : BackgroundService
{
    private readonly Channel<Item> _waiting = Channel.CreateBounded<Item>(options.QueueLength);

    /// <summary>How many callers' tracks wait to be classified.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Classifies a track, or several matrices of one.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: the queue is full. INVALID_ARGUMENT: the model cannot take the track.
    /// UNAVAILABLE: the service stops.</exception>
    public async Task<BatchAnswer> ClassifyAsync(
        LoadedModel.Lease model, IReadOnlyList<FeatureMatrix> features, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var span = ServingSpans.Start("batch");
        var begin = DateTimeOffset.UtcNow;
        var item = new Item(model.Share(), features, cancellation);
        if (!_waiting.Writer.TryWrite(item))
        {
            item.Model.Dispose();
            throw _waiting.Reader.Completion.IsCompleted
                ? new RpcException(ShuttingDown.Status)
                : RpcErrors.ResourceExhausted($"{options.QueueLength} tracks are waiting to be classified already; try again later.");
        }

        // Whoever gives up leaves at once; the item is dropped when its turn comes.
        var answer = await item.Done.Task.WaitAsync(cancellation);
        span?.SetTag("microgenre.batch.tracks", answer.Tracks);
        ServingSpans.Record("queue", begin, answer.Waited);
        ServingSpans.Record("compute", begin + answer.Waited, answer.Computed);
        return answer;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What is waiting is refused here and not at the end of the loop, which a service that stops at once never begins.
        await base.StopAsync(cancellationToken);
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var item))
        {
            item.Done.TrySetException(new RpcException(ShuttingDown.Status));
            item.Model.Dispose();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = await GatherAsync(stoppingToken);
            await Task.Run(() => Compute(batch), CancellationToken.None);
        }
    }

    private static void Compute(List<Item> batch)
    {
        foreach (var together in batch.GroupBy(item => item.Model.Loaded))
        {
            var items = together.ToList();
            if (!TryCompute(items) && items.Count > 1)
            {
                // One track that the model cannot take must not spoil the others' answers.
                items.ForEach(item => TryCompute([item]));
            }
        }

        batch.ForEach(item => item.Model.Dispose());
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The exception goes to the one who asked.")]
    private static bool TryCompute(List<Item> items)
    {
        var begin = Stopwatch.GetTimestamp();
        try
        {
            IReadOnlyList<GenreAnswer> answers = items[0].Model.Loaded.Model.Answer([.. items.SelectMany(item => item.Features)]);
            var computed = Stopwatch.GetElapsedTime(begin);
            var next = 0;
            foreach (var item in items)
            {
                GenreAnswer[] own = [.. answers.Skip(next).Take(item.Features.Count)];
                item.Done.TrySetResult(new BatchAnswer(own, Stopwatch.GetElapsedTime(item.Asked, begin), computed, items.Count));
                next += own.Length;
            }

            return true;
        }
        catch (Exception e)
        {
            if (items is [var alone])
            {
                alone.Done.TrySetException(e);
            }

            return false;
        }
    }

    private async Task<List<Item>> GatherAsync(CancellationToken stopping)
    {
        var batch = new List<Item>();
        Fill(batch);
        if (batch is [var first, ..] && options.LargestDelay - Stopwatch.GetElapsedTime(first.Asked) is var rest && rest > TimeSpan.Zero)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            late.CancelAfter(rest);
            try
            {
                while (batch.Count < options.LargestBatch && await _waiting.Reader.WaitToReadAsync(late.Token))
                {
                    Fill(batch);
                }
            }
            catch (OperationCanceledException)
            {
                // As many as have come are classified, also when the service stops.
            }

            batch.RemoveAll(item => item.HasLeft());
        }

        return batch;
    }

    private void Fill(List<Item> batch)
    {
        while (batch.Count < options.LargestBatch && _waiting.Reader.TryRead(out var item))
        {
            if (!item.HasLeft())
            {
                batch.Add(item);
            }
        }
    }

    private sealed record Item(LoadedModel.Lease Model, IReadOnlyList<FeatureMatrix> Features, CancellationToken Cancellation)
    {
        public long Asked { get; } = Stopwatch.GetTimestamp();

        public TaskCompletionSource<BatchAnswer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whether the one who asked has given up: then the model is let go.</summary>
        public bool HasLeft()
        {
            if (!Cancellation.IsCancellationRequested)
            {
                return false;
            }

            Model.Dispose();
            return true;
        }
    }
}
