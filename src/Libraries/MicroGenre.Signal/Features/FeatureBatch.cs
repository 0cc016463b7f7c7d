using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MicroGenre.Signal;

/// <summary>What became of one file of a batch: its features, or why there are none.</summary>
/// <param name="Path">The file.</param>
/// <param name="Features">The features in the order asked for; empty where the file is broken.</param>
/// <param name="Error">Why the file has no features: <see cref="AudioFormatException"/>, <see cref="IOException"/>,
/// <see cref="UnauthorizedAccessException"/>, or <see cref="ArgumentException"/> where it is too short for a feature or holds what is not a
/// finite number.
/// </param>
public sealed record FeatureBatchItem(string Path, IReadOnlyList<FeatureMatrix> Features, Exception? Error);

/// <summary>Features of many files at once.</summary>
/// <example><code>
/// await foreach (var track in FeatureBatch.ExtractAsync(Directory.EnumerateFiles("music"), [new LogMelSettings()]))
/// {
///     Console.WriteLine($"{track.Path}: {track.Error?.Message ?? $"{track.Features[0].Frames} frames"}");
/// }
/// </code></example>
public static class FeatureBatch
{
    /// <summary>
    /// Decodes files and computes their features on all cores, one file per core at a time, and hands each over as soon as it is ready, in
    /// no particular order. A broken file is handed over with its error and stops nothing. No more files are begun than the caller keeps up
    /// with.
    /// </summary>
    /// <param name="paths">The files; only taken as cores become free.</param>
    /// <param name="features">Which features; all at the same sample rate.</param>
    /// <param name="parallelism">How many files at a time; as many as there are cores unless told.</param>
    /// <param name="cancellationToken">Stops the batch.</param>
    /// <exception cref="ArgumentException">Settings do not fit together.</exception>
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
            // A caller that leaves early leaves no work behind.
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
