using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MicroGenre.Signal;

/// <summary>The result for one file of a batch: its features or an error.</summary>
/// <param name="Path">The file.</param>
/// <param name="Features">The features in the order of the settings; empty if the file failed.</param>
/// <param name="Error">Why the file failed; <see langword="null"/> if it did not: <see cref="AudioFormatException"/>,
/// <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>, or
/// <see cref="ArgumentException"/> if it is too short for a feature or holds a sample that is not finite.</param>
public sealed record FeatureBatchItem(string Path, IReadOnlyList<FeatureMatrix> Features, Exception? Error);

/// <summary>Computes features of many files in parallel.</summary>
/// <example><code>
/// await foreach (var track in FeatureBatch.ExtractAsync(Directory.EnumerateFiles("music"), [new LogMelSettings()]))
/// {
///     Console.WriteLine($"{track.Path}: {track.Error?.Message ?? $"{track.Features[0].Frames} frames"}");
/// }
/// </code></example>
public static class FeatureBatch
{
    /// <summary>
    /// Decodes files and computes their features on all cores, one file per core. Results arrive as soon as they are ready, in no
    /// particular order. A broken file yields an error and does not stop the batch. Files are started only as fast as the caller consumes
    /// results.
    /// </summary>
    /// <param name="paths">The files, enumerated lazily.</param>
    /// <param name="features">The features to compute; all must have the same sample rate.</param>
    /// <param name="parallelism">Number of files at a time; defaults to the number of cores.</param>
    /// <param name="cancellationToken">Cancels the batch.</param>
    /// <exception cref="ArgumentException">The settings are invalid.</exception>
    public static async IAsyncEnumerable<FeatureBatchItem> ExtractAsync(
        IEnumerable<string> paths,
        IReadOnlyList<FeatureSettings> features,
        int? parallelism = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var sampleRate = new FeatureExtractor(features).SampleRate;
        var degree = parallelism ?? Environment.ProcessorCount;
        var ready = Channel.CreateBounded<FeatureBatchItem>(degree);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = ProduceAsync();
        try
        {
            await foreach (var item in ready.Reader.ReadAllAsync(cancellationToken))
            {
                yield return item;
            }

            await work;
        }
        finally
        {
            // If the caller stops early, no work goes on in the background.
            await stop.CancelAsync();
            await work.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        async Task ProduceAsync()
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = stop.Token };
            try
            {
                await Parallel.ForEachAsync(paths, options, async (path, token) =>
                    await ready.Writer.WriteAsync(Extract(path, features, sampleRate, token), token));
                ready.Writer.Complete();
            }
            catch (Exception error)
            {
                ready.Writer.Complete(error);
            }
        }
    }

    private static FeatureBatchItem Extract(
        string path, IReadOnlyList<FeatureSettings> features, int sampleRate, CancellationToken cancellationToken)
    {
        try
        {
            return new FeatureBatchItem(
                path, FeatureExtractor.Extract(() => AudioFile.Open(path, sampleRate), features, cancellationToken), Error: null);
        }
        catch (Exception error) when (error is AudioFormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new FeatureBatchItem(path, [], error);
        }
    }
}
