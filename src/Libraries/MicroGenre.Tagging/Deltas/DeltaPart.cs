namespace MicroGenre.Tagging.Deltas;

/// <summary>A part of a file: a range of another file, or bytes of its own.</summary>
/// <param name="From">The start of the range in the other file; 0 for bytes of its own.</param>
/// <param name="Length">The length of the part.</param>
/// <param name="Bytes">The bytes of its own; <see langword="null"/> for a range.</param>
internal sealed record DeltaPart(long From, long Length, byte[]? Bytes = null);
