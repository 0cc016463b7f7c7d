using System.Security.Cryptography;
using MicroGenre.Collections.Analysis;
using MicroGenre.DataSets;
using MicroGenre.Signal.Files;

namespace MicroGenre.Collections.Scanning;

/// <summary>Reads and analyses files on this machine. Instances are thread-safe.</summary>
/// <param name="analyzer">The analyser of tracks.</param>
/// <param name="threads">Number of files to read at the same time.</param>
/// <example><code>
/// using var model = new ModelRepository("/home/me/models").Load("gtzan");
/// var finder = new LocalFinder(new SoundAnalyzer(model), Environment.ProcessorCount);
/// var findings = await finder.FindAsync([new FileOrder("/music/a.mp3", null)], sha256 => false, CancellationToken.None);
/// </code></example>
public sealed class LocalFinder(SoundAnalyzer analyzer, int threads) : IFileFinder
{
    private const int Attempts = 3;

    /// <inheritdoc/>
    public string Model => analyzer.Model;

    /// <inheritdoc/>
    public int ShardSize => 1;

    /// <inheritdoc/>
    public int Lanes => threads;

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileFinding>> FindAsync(
        IReadOnlyList<FileOrder> shard, Func<string, bool> isKnown, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<FileFinding>>(
            [.. shard.Select(order => Find(order, isKnown, cancellation)).OfType<FileFinding>()]);

    private static FoundFile? Stat(string path) =>
        FileStatus.Of(path) is { Kind: FileKind.File } status ? new FoundFile(path, status.Length, status.Modified) : null;

    private FileFinding? Find(FileOrder order, Func<string, bool> isKnown, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (Stat(order.Path) is not { } before)
            {
                return null;
            }

            var finding = FindOnce(order, before, isKnown, cancellation);
            if (before == Stat(order.Path))
            {
                return finding;
            }
        }

        return null;
    }

    private FileFinding FindOnce(FileOrder order, FoundFile found, Func<string, bool> isKnown, CancellationToken cancellation)
    {
        var finding = new FileFinding(found.Path, found.Length, found.Modified, "", null, null);
        try
        {
            using var stream = RawFile.OpenRead(order.Path);
            finding = finding with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(stream)) };
            return finding.Sha256 == order.CurrentSha256 || isKnown(finding.Sha256) ? finding
                : finding with { Analysis = analyzer.Analyze(stream, cancellation) };
        }
        catch (Exception exception) when (TrackError.IsExpected(exception))
        {
            return finding with { Failure = TrackError.Line(exception) };
        }
    }
}
