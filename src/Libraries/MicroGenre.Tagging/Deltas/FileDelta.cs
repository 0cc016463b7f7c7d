using MicroGenre.Tagging.Formats;

namespace MicroGenre.Tagging.Deltas;

/// <summary>
/// How to make one file from another, similar one: ranges to copy, and bytes between them. Blocks of the other file are found by a rolling
/// hash (A. Tridgell, Efficient Algorithms for Sorting and Synchronization, 1999, chapter 3), and matches are extended to both sides.
/// </summary>
internal static class FileDelta
{
    private const int ShortestBlock = 512;
    private const int MostBlocks = 1 << 18;
    private const int Step = 64 * 1024;
    private const uint Factor = 0x08104225;

    /// <summary>Finds the parts of a file.</summary>
    /// <param name="source">The other file; seekable.</param>
    /// <param name="wanted">The file to make; seekable.</param>
    /// <returns>The parts in order; memory grows with what the files do not share.</returns>
    public static List<DeltaPart> Between(Stream source, Stream wanted)
    {
        var (from, to) = (new FileWindow(source), new FileWindow(wanted));
        var parts = new List<DeltaPart>();
        var done = Common(from, 0, to, 0);
        if (done > 0)
        {
            parts.Add(new DeltaPart(0, done));
        }

        var block = (int)Math.Max(ShortestBlock, (from.Length / MostBlocks) + 1);
        if (done < to.Length && block <= FileWindow.Longest)
        {
            done = AddMatches(parts, from, to, done, block);
        }

        AddBytes(parts, to, done, to.Length);
        return parts;
    }

    /// <summary>Makes the file.</summary>
    /// <param name="parts">Its parts.</param>
    /// <param name="source">The other file; seekable.</param>
    /// <param name="target">Receives the file.</param>
    /// <exception cref="EndOfStreamException">A range lies behind the end of the other file.</exception>
    public static void Apply(IEnumerable<DeltaPart> parts, Stream source, Stream target)
    {
        foreach (var part in parts)
        {
            if (part.Bytes is { } bytes)
            {
                target.Write(bytes);
            }
            else
            {
                source.CopyRange(target, part.From, part.From + part.Length);
            }
        }
    }

    /// <summary>Adds ranges and the bytes between them, from a position on.</summary>
    /// <returns>The end of the last range.</returns>
    private static long AddMatches(List<DeltaPart> parts, FileWindow from, FileWindow to, long done, int block)
    {
        var places = Places(from, block);
        var outgoing = Power(block);
        var shift = 0L;
        var at = done;
        uint? hash = null;
        while (at + block <= to.Length)
        {
            hash ??= HashOf(to.At(at, block));
            if (places.TryGetValue(hash.Value, out var place) && Match(from, to, at, block, [at + shift, place]) is { } found)
            {
                var back = CommonBefore(from, found, to, at, Math.Min(at - done, found));
                var length = back + block + Common(from, found + block, to, at + block);
                AddBytes(parts, to, done, at - back);
                parts.Add(new DeltaPart(found - back, length));
                done = at - back + length;
                (shift, at, hash) = (found - at, done, null);
            }
            else
            {
                var bytes = to.At(at, block + 1);
                hash = bytes.Length > block ? (hash * Factor) - (bytes[0] * outgoing) + bytes[block] : null;
                at++;
            }
        }

        return done;
    }

    /// <summary>The first of some places where a block of the other file is the same.</summary>
    private static long? Match(FileWindow from, FileWindow to, long at, int block, ReadOnlySpan<long> places)
    {
        foreach (var place in places)
        {
            if (place >= 0 && place + block <= from.Length && from.At(place, block).SequenceEqual(to.At(at, block)))
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>The blocks of a file by their hashes; of equal ones, the first.</summary>
    private static Dictionary<uint, long> Places(FileWindow file, int block)
    {
        var places = new Dictionary<uint, long>((int)(file.Length / block));
        for (var at = 0L; at + block <= file.Length; at += block)
        {
            places.TryAdd(HashOf(file.At(at, block)), at);
        }

        return places;
    }

    private static uint HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = 0u;
        foreach (var octet in bytes)
        {
            hash = (hash * Factor) + octet;
        }

        return hash;
    }

    private static uint Power(int exponent)
    {
        var power = 1u;
        for (; exponent > 0; exponent--)
        {
            power *= Factor;
        }

        return power;
    }

    /// <summary>Number of bytes that are the same from two positions on.</summary>
    private static long Common(FileWindow one, long at, FileWindow other, long otherAt)
    {
        var count = 0L;
        while (at + count < one.Length && otherAt + count < other.Length)
        {
            var left = one.At(at + count, Step);
            var right = other.At(otherAt + count, Step);
            var same = left.CommonPrefixLength(right);
            count += same;
            if (same < Math.Min(left.Length, right.Length))
            {
                break;
            }
        }

        return count;
    }

    /// <summary>Number of bytes that are the same before two positions, at most a limit.</summary>
    private static long CommonBefore(FileWindow one, long at, FileWindow other, long otherAt, long limit)
    {
        var count = 0L;
        while (count < limit && one.At(at - count - 1, 1)[0] == other.At(otherAt - count - 1, 1)[0])
        {
            count++;
        }

        return count;
    }

    private static void AddBytes(List<DeltaPart> parts, FileWindow file, long from, long to)
    {
        for (var at = from; at < to; at += Step)
        {
            var bytes = file.At(at, (int)Math.Min(Step, to - at)).ToArray();
            parts.Add(new DeltaPart(0, bytes.Length, bytes));
        }
    }
}
