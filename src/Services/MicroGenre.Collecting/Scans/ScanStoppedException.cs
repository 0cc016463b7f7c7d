using MicroGenre.Collections;

namespace MicroGenre.Collecting.Scans;

/// <summary>The exception for a scan that was stopped before its end.</summary>
public sealed class ScanStoppedException() : LibraryException("The scan was stopped. What it has analysed is kept.");
