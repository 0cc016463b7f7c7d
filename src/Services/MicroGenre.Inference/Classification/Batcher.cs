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
/// <param name="Explanation">Why, where that was asked.</param>
public sealed record BatchAnswer(
    IReadOnlyList<GenreAnswer> Answers, TimeSpan Waited, TimeSpan Computed, int Tracks, Explanation? Explanation = null);

/// <summary>That an answer is to be explained.</summary>
/// <param name="Genre">The genre; the most probable unless told.</param>
public sealed record Why(string? Genre);

/// <summary>
/// Classifies tracks in dynamic batches: while one batch is computed, the next one fills up. Requests do not wait for a batch to fill
/// unless <see cref="InferenceOptions.LargestDelay"/> is set, and a busy server computes large batches. The queue is bounded; a full queue
/// refuses requests immediately.
/// </summary>
public sealed class Batcher(InferenceOptions options) : BackgroundService
{
    private readonly Channel<Item> _waiting = Channel.CreateBounded<Item>(options.QueueLength);

    /// <summary>Number of requests in the queue.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Classifies a track, or several matrices of one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">The matrices; one, where its answer is to be explained.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="why">Asks why.</param>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: the queue is full. INVALID_ARGUMENT: the model cannot take the track.
    /// UNAVAILABLE: the service stops.</exception>
    public async Task<BatchAnswer> ClassifyAsync(
        LoadedModel.Lease model, IReadOnlyList<FeatureMatrix> features, CancellationToken cancellation, Why? why = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var span = ServingSpans.Start("batch");
        var begin = DateTimeOffset.UtcNow;
        var item = new Item(model.Share(), features, why, cancellation);
        if (!_waiting.Writer.TryWrite(item))
        {
            item.Model.Dispose();
            throw _waiting.Reader.Completion.IsCompleted
                ? new RpcException(ShuttingDown.Status)
                : RpcErrors.ResourceExhausted($"The queue is full ({options.QueueLength} tracks). Try again later.");
        }

        // A caller that gives up leaves at once; its item is dropped later.
        var answer = await item.Done.Task.WaitAsync(cancellation);
        span?.SetTag("microgenre.batch.tracks", answer.Tracks);
        ServingSpans.Record("queue", begin, answer.Waited);
        ServingSpans.Record("compute", begin + answer.Waited, answer.Computed);
        return answer;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // The queue is emptied here and not at the end of the loop, which never starts if the service stops immediately.
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
        // Answers that are explained are computed one by one.
        foreach (var together in batch.GroupBy(item => (item.Model.Loaded, item.Why is null ? null : item)))
        {
            var items = together.ToList();
            if (!TryCompute(items) && items.Count > 1)
            {
                // A track that the model cannot classify must not affect the other answers.
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
            var model = items[0].Model.Loaded.Model;
            var explained = items[0].Why is { } why ? model.Explain(items[0].Features[0], why.Genre) : null;
            IReadOnlyList<GenreAnswer> answers = explained is null ? model.Answer([.. items.SelectMany(item => item.Features)])
                : [explained.Answer];
            var computed = Stopwatch.GetElapsedTime(begin);
            var next = 0;
            foreach (var item in items)
            {
                GenreAnswer[] own = [.. answers.Skip(next).Take(item.Features.Count)];
                item.Done.TrySetResult(
                    new BatchAnswer(own, Stopwatch.GetElapsedTime(item.Asked, begin), computed, items.Count, explained?.Explanation));
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
                // Requests that have arrived are classified even if the service is stopping.
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

    private sealed record Item(LoadedModel.Lease Model, IReadOnlyList<FeatureMatrix> Features, Why? Why, CancellationToken Cancellation)
    {
        public long Asked { get; } = Stopwatch.GetTimestamp();

        public TaskCompletionSource<BatchAnswer> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Whether the caller has given up; if so, the model is released.</summary>
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
