using System.Numerics;
using System.Runtime.InteropServices;

namespace MicroGenre.Collections.Search;

/// <summary>
/// An in-memory vector index with exact nearest-neighbour search: it computes every scalar product with SIMD. A million vectors of 20
/// values take 96 MB. Searching is thread-safe.
/// </summary>
/// <example><code>
/// var index = new VectorIndex(width: 3, capacity: 100_000);
/// var embedding = new float[] { 1, 0, 2 };
/// index.Add(17, embedding);
/// var nearest = index.Nearest(embedding, 10); // the track itself first, with a similarity of 1
/// </code></example>
public sealed class VectorIndex
{
    private readonly int _stride;
    private readonly List<long> _ids;
    private float[] _values;

    /// <summary>Creates an empty index.</summary>
    /// <param name="width">Number of values per vector.</param>
    /// <param name="capacity">Expected number of vectors.</param>
    public VectorIndex(int width, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        Width = width;
        _stride = (width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        _ids = new List<long>(capacity);
        _values = new float[_stride * capacity];
    }

    /// <summary>Number of values per vector.</summary>
    public int Width { get; }

    /// <summary>Number of vectors.</summary>
    public int Count => _ids.Count;

    /// <summary>Adds a vector.</summary>
    /// <param name="id">The ID of the vector.</param>
    /// <param name="vector">The values, normalised to length 1 for cosine similarity.</param>
    /// <exception cref="ArgumentException">The vector has another width.</exception>
    public void Add(long id, ReadOnlySpan<float> vector)
    {
        CheckWidth(vector);
        var at = Count * _stride;
        if (at == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(_stride, 2 * at));
        }

        vector.CopyTo(_values.AsSpan(at));
        _ids.Add(id);
    }

    /// <summary>Finds the nearest vectors, nearest first; equally near ones in the order in which they were added.</summary>
    /// <param name="vector">The query.</param>
    /// <param name="count">Maximum number of results.</param>
    /// <param name="isWanted">Returns whether an ID may be a result; <see langword="null"/> for all.</param>
    /// <exception cref="ArgumentException">The vector has another width.</exception>
    public IReadOnlyList<Neighbor> Nearest(ReadOnlySpan<float> vector, int count, Func<long, bool>? isWanted = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        CheckWidth(vector);
        var padded = new float[_stride];
        vector.CopyTo(padded);
        var query = MemoryMarshal.Cast<float, Vector<float>>(padded);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(_values.AsSpan(0, Count * _stride));
        var ids = CollectionsMarshal.AsSpan(_ids);
        var best = new PriorityQueue<int, (float Similarity, int Order)>();
        var least = float.NegativeInfinity;
        for (var row = 0; row < ids.Length; row++)
        {
            var sums = Vector<float>.Zero;
            var at = row * query.Length;
            for (var i = 0; i < query.Length; i++)
            {
                sums += query[i] * rows[at + i];
            }

            var similarity = Vector.Sum(sums);
            if (similarity > least && (isWanted is null || isWanted(ids[row])))
            {
                best.Enqueue(row, (similarity, -row));
                if (best.Count > count)
                {
                    best.Dequeue();
                }

                least = best.Count == count && best.TryPeek(out _, out var worst) ? worst.Similarity : least;
            }
        }

        var found = new Neighbor[best.Count];
        for (var i = found.Length - 1; i >= 0; i--)
        {
            best.TryDequeue(out var row, out var priority);
            found[i] = new Neighbor(ids[row], priority.Similarity);
        }

        return found;
    }

    /// <summary>
    /// The cosine similarity of two vectors of length 1, −1 to 1. Vectors of different widths belong to different models and have no
    /// similarity.
    /// </summary>
    public static float Similarity(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        if (first.Length != second.Length)
        {
            return 0;
        }

        var sum = 0f;
        for (var i = 0; i < first.Length; i++)
        {
            sum += first[i] * second[i];
        }

        return sum;
    }

    private void CheckWidth(ReadOnlySpan<float> vector)
    {
        if (vector.Length != Width)
        {
            throw new ArgumentException($"A vector of {vector.Length} values cannot be compared with those of {Width}.", nameof(vector));
        }
    }
}

/// <summary>A result of a search.</summary>
/// <param name="Id">The ID of the vector.</param>
/// <param name="Similarity">The cosine similarity, −1 to 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Neighbor(long Id, float Similarity);
