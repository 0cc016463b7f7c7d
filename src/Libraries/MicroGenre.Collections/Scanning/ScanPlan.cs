namespace MicroGenre.Collections.Scanning;

/// <summary>What a scan has to do, by what is remembered and what is there.</summary>
/// <param name="ToRead">Files that must be read, with what is remembered of them.</param>
/// <param name="Back">Rows of files that were gone, are there again, and are as they were.</param>
/// <param name="Missing">Files that are remembered, and are not there.</param>
internal sealed record ScanPlan(IReadOnlyList<FileToRead> ToRead, IReadOnlyList<KnownFile> Back, IReadOnlyList<KnownFile> Missing)
{
    /// <summary>Makes the plan.</summary>
    /// <param name="known">What is remembered, of folders that could be gone through.</param>
    /// <param name="found">What is there.</param>
    /// <param name="model">The model to tell genres.</param>
    /// <param name="features">The version of what is measured.</param>
    public static ScanPlan Of(IEnumerable<KnownFile> known, IReadOnlyList<FoundFile> found, string model, int features)
    {
        var left = known.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var toRead = new List<FileToRead>();
        var back = new List<KnownFile>();
        foreach (var file in found)
        {
            if (!left.Remove(file.Path, out var row))
            {
                toRead.Add(new FileToRead(file.Path, null));
            }
            else if (!row.Is(file) || !row.IsCurrent(model, features))
            {
                toRead.Add(new FileToRead(file.Path, row));
            }
            else if (row.IsGone)
            {
                back.Add(row);
            }
        }

        return new ScanPlan(toRead, back, [.. left.Values]);
    }
}

/// <summary>A file that must be read.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Known">What is remembered of it; <see langword="null"/> for a path that the library does not have.</param>
internal sealed record FileToRead(string Path, KnownFile? Known);
