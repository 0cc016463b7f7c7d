using System.Security.Cryptography;
using MicroGenre.Collections.Analysis;
using MicroGenre.DataSets;
using MicroGenre.Signal.Files;

namespace MicroGenre.Collections.Scanning;

/// <summary>Reads files and analyses those with unknown content.</summary>
internal sealed class FileReader(SoundAnalyzer analyzer, KnownContent content)
{
    private const int Attempts = 3;

    /// <summary>Reads a file.</summary>
    /// <returns>The result; <see langword="null"/> for a file that has vanished or keeps changing. Another scan will read it.</returns>
    public FileReading? Read(FileToRead file, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var before = Find(file.Path);
            if (before is null)
            {
                return null;
            }

            var reading = ReadOnce(file, before, cancellation);
            if (before == Find(file.Path))
            {
                return reading;
            }
        }

        return null;
    }

    private static FoundFile? Find(string path) =>
        FileStatus.Of(path) is { Kind: FileKind.File } status ? new FoundFile(path, status.Length, status.Modified) : null;

    private FileReading ReadOnce(FileToRead file, FoundFile found, CancellationToken cancellation)
    {
        var sha256 = "";
        try
        {
            using var stream = RawFile.OpenRead(file.Path);
            sha256 = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (file.Known is { } known && known.Sha256 == sha256 && known.IsCurrent(analyzer.Model, SoundAnalyzer.FeaturesVersion))
            {
                return new FileReading(found, sha256, known, new FileOutcome.Kept());
            }

            var moved = file.Known is null ? content.TakeMissing(sha256) : null;
            if (moved is not null && moved.IsCurrent(analyzer.Model, SoundAnalyzer.FeaturesVersion))
            {
                return new FileReading(found, sha256, moved, new FileOutcome.Kept());
            }

            var row = file.Known ?? moved;
            return content.RowOf(sha256) is { } source && source != row?.Id
                ? new FileReading(found, sha256, row, new FileOutcome.Copied(source))
                : new FileReading(found, sha256, row, new FileOutcome.Analyzed(analyzer.Analyze(stream, cancellation)));
        }
        catch (Exception exception) when (TrackError.IsExpected(exception))
        {
            return new FileReading(found, sha256, file.Known, new FileOutcome.Failed(TrackError.Line(exception)));
        }
    }
}
