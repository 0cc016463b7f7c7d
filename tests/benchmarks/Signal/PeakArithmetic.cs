using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MicroGenre.Benchmarks.Signal;

/// <summary>How many additions and multiplications of doubles one core makes when nothing else holds it up.</summary>
internal static class PeakArithmetic
{
    private const int Rounds = 20;
    private const int Iterations = 200_000;
    private const int OperationsPerIteration = 16;

    /// <summary>
    /// Operations on doubles of the power spectrum of one frame of 2048 samples, a fused multiply-add counting as one. The transform of
    /// 1024 complex points takes two stages of radix 8 and two of radix 4; the window is a multiplication per sample; taking the packed
    /// spectrum apart and squaring takes 18 operations for each of 512 pairs of frequencies.
    /// </summary>
    public static double OperationsPerFrame
    {
        get
        {
            const int turn = 4;
            const int butterfly8 = 56;
            const int butterfly4 = 16;
            const int first = 128 * (butterfly8 + (7 * turn));
            const int second = (128 * butterfly8) + (120 * 7 * turn);
            const int third = (256 * butterfly4) + (192 * 3 * turn);
            const int fourth = 256 * butterfly4;
            return first + second + third + fourth + 2048 + (512 * 18);
        }
    }

    /// <summary>
    /// Operations on doubles per millisecond: half of them additions, half fused multiply-adds, none waiting for another.
    /// </summary>
    public static double Measure()
    {
        var best = double.PositiveInfinity;
        for (var round = 0; round < Rounds; round++)
        {
            var start = ProcessorTime.Milliseconds;
            var sum = Vector512.IsHardwareAccelerated ? Run512() : Run256();
            best = Math.Min(best, ProcessorTime.Milliseconds - start);
            GC.KeepAlive(sum);
        }

        var lanes = Vector512.IsHardwareAccelerated ? Vector512<double>.Count : Vector256<double>.Count;
        return (double)Iterations * OperationsPerIteration * lanes / best;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Run512()
    {
        var (a, b, c, d, e, f, g, h) = (Vector512.Create(1.0), Vector512.Create(2.0), Vector512.Create(3.0), Vector512.Create(4.0),
            Vector512.Create(5.0), Vector512.Create(6.0), Vector512.Create(7.0), Vector512.Create(8.0));
        var (i, j, k, l, m, n, o, p) = (a, b, c, d, e, f, g, h);
        var (x, y) = (Vector512.Create(0.999), Vector512.Create(1e-9));
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            (a, i) = (Vector512.FusedMultiplyAdd(a, x, y), i + y);
            (b, j) = (Vector512.FusedMultiplyAdd(b, x, y), j + y);
            (c, k) = (Vector512.FusedMultiplyAdd(c, x, y), k + y);
            (d, l) = (Vector512.FusedMultiplyAdd(d, x, y), l + y);
            (e, m) = (Vector512.FusedMultiplyAdd(e, x, y), m + y);
            (f, n) = (Vector512.FusedMultiplyAdd(f, x, y), n + y);
            (g, o) = (Vector512.FusedMultiplyAdd(g, x, y), o + y);
            (h, p) = (Vector512.FusedMultiplyAdd(h, x, y), p + y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double Run256()
    {
        var (a, b, c, d, e, f, g) = (Vector256.Create(1.0), Vector256.Create(2.0), Vector256.Create(3.0), Vector256.Create(4.0),
            Vector256.Create(5.0), Vector256.Create(6.0), Vector256.Create(7.0));
        var (i, j, k, l, m, n, o) = (a, b, c, d, e, f, g);
        var (x, y) = (Vector256.Create(0.999), Vector256.Create(1e-9));
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            (a, i) = (Vector256.FusedMultiplyAdd(a, x, y), i + y);
            (b, j) = (Vector256.FusedMultiplyAdd(b, x, y), j + y);
            (c, k) = (Vector256.FusedMultiplyAdd(c, x, y), k + y);
            (d, l) = (Vector256.FusedMultiplyAdd(d, x, y), l + y);
            (e, m) = (Vector256.FusedMultiplyAdd(e, x, y), m + y);
            (f, n) = (Vector256.FusedMultiplyAdd(f, x, y), n + y);
            (g, o) = (Vector256.FusedMultiplyAdd(g, x, y), o + y);
            (a, i) = (Vector256.FusedMultiplyAdd(a, x, y), i + y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + i + j + k + l + m + n + o);
    }
}
