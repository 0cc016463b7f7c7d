using System.Collections.Concurrent;
using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Caches the vectors of tracks, so that models that learn from many of the same tracks, as in cross-validation, compute them once.
/// </summary>
internal sealed class VectorMemory
{
    // Features are equal if they share the same array; their values are not compared.
    private readonly ConcurrentDictionary<(VectorKind Kind, int Frames, FeatureMatrix Track, int Shift), double[][]> _vectors = new();

    /// <summary>Returns the cached vectors, or computes and caches them.</summary>
    public double[][] Recall(VectorKind kind, int frames, FeatureMatrix track, int shift, Func<double[][]> compute) =>
        _vectors.GetOrAdd((kind, frames, track, shift), _ => compute());
}
