namespace MicroGenre.Collections.Scanning;

/// <summary>The work of a scan, from the files in the library and those in its folders.</summary>
/// <param name="ToRead">Files to read, with their records in the library.</param>
/// <param name="Back">Rows of files that were gone and are back unchanged.</param>
/// <param name="Missing">Files in the library that no longer exist.</param>
internal sealed record ScanPlan(IReadOnlyList<FileToRead> ToRead, IReadOnlyList<KnownFile> Back, IReadOnlyList<KnownFile> Missing)
{
    /// <summary>Creates the plan.</summary>
    /// <param name="known">Files of the library in folders that could be listed.</param>
    /// <param name="found">Files in the folders.</param>
    /// <param name="model">The model that predicts genres.</param>
    /// <param name="features">The version of the features.</param>
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

/// <summary>A file to read.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Known">Its record in the library; <see langword="null"/> for a new path.</param>
internal sealed record FileToRead(string Path, KnownFile? Known);
