using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MicroGenre.Signal;

/// <summary>
/// Complex transform of a power-of-two length with separate real and imaginary arrays, in Stockham's form: each stage reads from one pair
/// of arrays and writes to another in an order that makes bit reversal unnecessary. The first stage has as many branches as a vector has
/// lanes and ends with a transposition. From then on, all elements of a vector need the same twiddle factors, and no data moves between
/// lanes. A plan holds only twiddle factors: it is created once per length and shared by all threads.
/// </summary>
internal sealed class PowerOfTwoFft
{
    /// <summary>√½, the cosine of an eighth of a circle.</summary>
    private const double HalfRoot = 0.70710678118654752440;

    private static readonly ConcurrentDictionary<int, PowerOfTwoFft> Plans = new();

    private readonly Stage[] _stages;
    private readonly bool _wide;

    private PowerOfTwoFft(int length)
    {
        Length = length;
        // The first stage processes length / lanes points at a time, which must fill a vector.
        _wide = Lanes8.IsSupported && length >= Lanes8.Count * Lanes8.Count;
        _stages = MakeStages(length, _wide ? Lanes8.Count : Lanes4.Count);
    }

    /// <summary>Minimum length for this transform.</summary>
    public static int MinLength => Lanes4.Count * Lanes4.Count;

    /// <summary>Number of points.</summary>
    public int Length { get; }

    /// <summary>Returns the plan for a length: a power of two, at least <see cref="MinLength"/>.</summary>
    public static PowerOfTwoFft ForLength(int length) => Plans.GetOrAdd(length, static key => new PowerOfTwoFft(key));

    /// <summary>
    /// Transforms the points in <paramref name="from"/>. Returns the buffer that holds the result, which is one of the two.
    /// </summary>
    public ComplexBuffer Forward(ComplexBuffer from, ComplexBuffer to)
    {
        for (var i = 0; i < _stages.Length; i++)
        {
            Run(_stages[i], isFirst: i == 0, from, to);
            (from, to) = (to, from);
        }

        return from;
    }

    private void Run(Stage stage, bool isFirst, ComplexBuffer from, ComplexBuffer to)
    {
        switch (stage.Radix)
        {
            case 8 when isFirst:
                FirstRadix8(stage, from, to);
                break;
            case 4 when isFirst:
                FirstRadix4(stage, from, to);
                break;
            case 8 when _wide:
                Radix8<Vector512<double>, Lanes8>(stage, from, to);
                break;
            case 8:
                Radix8<Vector256<double>, Lanes4>(stage, from, to);
                break;
            case 4 when _wide:
                Radix4<Vector512<double>, Lanes8>(stage, from, to);
                break;
            case 4:
                Radix4<Vector256<double>, Lanes4>(stage, from, to);
                break;
            case 2 when _wide:
                Radix2<Vector512<double>, Lanes8>(stage, from, to);
                break;
            default:
                Radix2<Vector256<double>, Lanes4>(stage, from, to);
                break;
        }
    }

    private static Stage[] MakeStages(int length, int firstRadix)
    {
        var stages = new List<Stage>();
        var (remaining, stride) = (length, 1);
        while (remaining > 1)
        {
            var radix = stages.Count == 0 ? firstRadix : NextRadix(remaining);
            stages.Add(new Stage(radix, remaining / radix, stride, Twiddles(radix, remaining, byFactor: stages.Count == 0)));
            remaining /= radix;
            stride *= radix;
        }

        return [.. stages];
    }

    /// <summary>Eight branches at a time, or four if eight would leave a stage of two.</summary>
    private static int NextRadix(int remaining) => remaining switch
    {
        2 => 2,
        4 or 16 => 4,
        _ => 8,
    };

    /// <summary>
    /// The factors e^(−2πi·k·p/n), k = 1 … radix − 1, p = 0 … n/radix − 1, real and imaginary parts. In the first stage all p of one k are
    /// adjacent (vectors run over p); later all k of one p are (a vector needs one factor in all lanes).
    /// </summary>
    private static AlignedDoubles Twiddles(int radix, int n, bool byFactor)
    {
        var count = n / radix;
        var factors = new double[2 * (radix - 1) * count];
        for (var k = 1; k < radix; k++)
        {
            for (var p = 0; p < count; p++)
            {
                var (sin, cos) = Math.SinCos(-2 * Math.PI * ((long)k * p % n) / n);
                if (byFactor)
                {
                    factors[(2 * (k - 1) * count) + p] = cos;
                    factors[(((2 * (k - 1)) + 1) * count) + p] = sin;
                }
                else
                {
                    factors[(2 * (radix - 1) * p) + (2 * (k - 1))] = cos;
                    factors[(2 * (radix - 1) * p) + (2 * (k - 1)) + 1] = sin;
                }
            }
        }

        return new AlignedDoubles(factors);
    }

    [MethodImpl(Kernel.Compilation)]
    private static void FirstRadix8(Stage stage, ComplexBuffer from, ComplexBuffer to)
    {
        var m = stage.Groups;
        var arrays = new Arrays(from, to);
        ref var w = ref stage.Twiddles.Start;
        for (var p = 0; p < m; p += Lanes8.Count)
        {
            Load8<Vector512<double>,
                Lanes8>(ref arrays.FromReal, p, m, out Vector512<double> r0, out var r1, out var r2, out var r3, out var r4, out var r5,
                    out var r6, out var r7);
            Load8<Vector512<double>,
                Lanes8>(ref arrays.FromImaginary, p, m, out Vector512<double> i0, out var i1, out var i2, out var i3, out var i4,
                    out var i5, out var i6, out var i7);
            Butterfly8<Vector512<double>, Lanes8>(
                ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3,
                ref r4, ref i4, ref r5, ref i5, ref r6, ref i6, ref r7, ref i7);
            Turn<Vector512<double>, Lanes8>(ref r1, ref i1, Lanes8.Load(ref w, p), Lanes8.Load(ref w, p + m));
            Turn<Vector512<double>, Lanes8>(ref r2, ref i2, Lanes8.Load(ref w, p + (2 * m)), Lanes8.Load(ref w, p + (3 * m)));
            Turn<Vector512<double>, Lanes8>(ref r3, ref i3, Lanes8.Load(ref w, p + (4 * m)), Lanes8.Load(ref w, p + (5 * m)));
            Turn<Vector512<double>, Lanes8>(ref r4, ref i4, Lanes8.Load(ref w, p + (6 * m)), Lanes8.Load(ref w, p + (7 * m)));
            Turn<Vector512<double>, Lanes8>(ref r5, ref i5, Lanes8.Load(ref w, p + (8 * m)), Lanes8.Load(ref w, p + (9 * m)));
            Turn<Vector512<double>, Lanes8>(ref r6, ref i6, Lanes8.Load(ref w, p + (10 * m)), Lanes8.Load(ref w, p + (11 * m)));
            Turn<Vector512<double>, Lanes8>(ref r7, ref i7, Lanes8.Load(ref w, p + (12 * m)), Lanes8.Load(ref w, p + (13 * m)));
            Lanes8.Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
            Store8<Vector512<double>, Lanes8>(ref arrays.ToReal, 8 * p, Lanes8.Count, r0, r1, r2, r3, r4, r5, r6, r7);
            Lanes8.Transpose(ref i0, ref i1, ref i2, ref i3, ref i4, ref i5, ref i6, ref i7);
            Store8<Vector512<double>, Lanes8>(ref arrays.ToImaginary, 8 * p, Lanes8.Count, i0, i1, i2, i3, i4, i5, i6, i7);
        }
    }

    [MethodImpl(Kernel.Compilation)]
    private static void FirstRadix4(Stage stage, ComplexBuffer from, ComplexBuffer to)
    {
        var m = stage.Groups;
        var arrays = new Arrays(from, to);
        ref var w = ref stage.Twiddles.Start;
        for (var p = 0; p < m; p += Lanes4.Count)
        {
            Load4<Vector256<double>, Lanes4>(ref arrays.FromReal, p, m, out Vector256<double> r0, out var r1, out var r2, out var r3);
            Load4<Vector256<double>, Lanes4>(ref arrays.FromImaginary, p, m, out Vector256<double> i0, out var i1, out var i2, out var i3);
            Butterfly4<Vector256<double>, Lanes4>(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
            Turn<Vector256<double>, Lanes4>(ref r1, ref i1, Lanes4.Load(ref w, p), Lanes4.Load(ref w, p + m));
            Turn<Vector256<double>, Lanes4>(ref r2, ref i2, Lanes4.Load(ref w, p + (2 * m)), Lanes4.Load(ref w, p + (3 * m)));
            Turn<Vector256<double>, Lanes4>(ref r3, ref i3, Lanes4.Load(ref w, p + (4 * m)), Lanes4.Load(ref w, p + (5 * m)));
            Lanes4.Transpose(ref r0, ref r1, ref r2, ref r3);
            Store4<Vector256<double>, Lanes4>(ref arrays.ToReal, 4 * p, Lanes4.Count, r0, r1, r2, r3);
            Lanes4.Transpose(ref i0, ref i1, ref i2, ref i3);
            Store4<Vector256<double>, Lanes4>(ref arrays.ToImaginary, 4 * p, Lanes4.Count, i0, i1, i2, i3);
        }
    }

    [MethodImpl(Kernel.Compilation)]
    private static void Radix8<T, L>(Stage stage, ComplexBuffer from, ComplexBuffer to)
        where T : struct
        where L : ILanes<T>
    {
        var (m, s) = (stage.Groups, stage.Stride);
        var arrays = new Arrays(from, to);
        var step = s * m;
        for (var p = 0; p < m; p++)
        {
            ref var w = ref Unsafe.Add(ref stage.Twiddles.Start, 14 * p);
            for (var q = 0; q < s; q += L.Count)
            {
                var x = q + (s * p);
                Load8<T, L>(ref arrays.FromReal, x, step, out T r0, out var r1, out var r2, out var r3, out var r4, out var r5, out var r6,
                    out var r7);
                Load8<T, L>(ref arrays.FromImaginary, x, step, out T i0, out var i1, out var i2, out var i3, out var i4, out var i5,
                    out var i6, out var i7);
                Butterfly8<T, L>(
                    ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3,
                    ref r4, ref i4, ref r5, ref i5, ref r6, ref i6, ref r7, ref i7);
                if (p > 0)
                {
                    Turn<T, L>(ref r1, ref i1, ref w, 0);
                    Turn<T, L>(ref r2, ref i2, ref w, 1);
                    Turn<T, L>(ref r3, ref i3, ref w, 2);
                    Turn<T, L>(ref r4, ref i4, ref w, 3);
                    Turn<T, L>(ref r5, ref i5, ref w, 4);
                    Turn<T, L>(ref r6, ref i6, ref w, 5);
                    Turn<T, L>(ref r7, ref i7, ref w, 6);
                }

                var y = q + (8 * s * p);
                Store8<T, L>(ref arrays.ToReal, y, s, r0, r1, r2, r3, r4, r5, r6, r7);
                Store8<T, L>(ref arrays.ToImaginary, y, s, i0, i1, i2, i3, i4, i5, i6, i7);
            }
        }
    }

    [MethodImpl(Kernel.Compilation)]
    private static void Radix4<T, L>(Stage stage, ComplexBuffer from, ComplexBuffer to)
        where T : struct
        where L : ILanes<T>
    {
        var (m, s) = (stage.Groups, stage.Stride);
        var arrays = new Arrays(from, to);
        var step = s * m;
        for (var p = 0; p < m; p++)
        {
            ref var w = ref Unsafe.Add(ref stage.Twiddles.Start, 6 * p);
            for (var q = 0; q < s; q += L.Count)
            {
                var x = q + (s * p);
                Load4<T, L>(ref arrays.FromReal, x, step, out T r0, out var r1, out var r2, out var r3);
                Load4<T, L>(ref arrays.FromImaginary, x, step, out T i0, out var i1, out var i2, out var i3);
                Butterfly4<T, L>(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
                if (p > 0)
                {
                    Turn<T, L>(ref r1, ref i1, ref w, 0);
                    Turn<T, L>(ref r2, ref i2, ref w, 1);
                    Turn<T, L>(ref r3, ref i3, ref w, 2);
                }

                var y = q + (4 * s * p);
                Store4<T, L>(ref arrays.ToReal, y, s, r0, r1, r2, r3);
                Store4<T, L>(ref arrays.ToImaginary, y, s, i0, i1, i2, i3);
            }
        }
    }

    /// <summary>Two branches. This is always the last stage, which needs no twiddle factors.</summary>
    [MethodImpl(Kernel.Compilation)]
    private static void Radix2<T, L>(Stage stage, ComplexBuffer from, ComplexBuffer to)
        where T : struct
        where L : ILanes<T>
    {
        var s = stage.Stride;
        var arrays = new Arrays(from, to);
        for (var q = 0; q < s; q += L.Count)
        {
            var (r0, r1) = (L.Load(ref arrays.FromReal, q), L.Load(ref arrays.FromReal, q + s));
            var (i0, i1) = (L.Load(ref arrays.FromImaginary, q), L.Load(ref arrays.FromImaginary, q + s));
            L.Store(L.Add(r0, r1), ref arrays.ToReal, q);
            L.Store(L.Add(i0, i1), ref arrays.ToImaginary, q);
            L.Store(L.Subtract(r0, r1), ref arrays.ToReal, q + s);
            L.Store(L.Subtract(i0, i1), ref arrays.ToImaginary, q + s);
        }
    }

    /// <summary>The transform of eight points, in place, in natural order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly8<T, L>(
        ref T r0, ref T i0, ref T r1, ref T i1, ref T r2, ref T i2, ref T r3, ref T i3,
        ref T r4, ref T i4, ref T r5, ref T i5, ref T r6, ref T i6, ref T r7, ref T i7)
        where T : struct
        where L : ILanes<T>
    {
        Butterfly4<T, L>(ref r0, ref i0, ref r2, ref i2, ref r4, ref i4, ref r6, ref i6);
        Butterfly4<T, L>(ref r1, ref i1, ref r3, ref i3, ref r5, ref i5, ref r7, ref i7);
        // Odd point k is turned by e^(−πi·k/4): by an eighth, a quarter and three eighths of a circle.
        var root = L.Broadcast(HalfRoot);
        var (r3Turned, i3Turned) = (L.Multiply(L.Add(r3, i3), root), L.Multiply(L.Subtract(i3, r3), root));
        var (r7Turned, i7Turned) = (L.Multiply(L.Subtract(i7, r7), root), L.Multiply(L.Add(r7, i7), root));
        var (e0r, e0i, e1r, e1i, e2r, e2i, e3r, e3i) = (r0, i0, r2, i2, r4, i4, r6, i6);
        var (o0r, o0i, o2r, o2i) = (r1, i1, r5, i5);
        (r0, i0) = (L.Add(e0r, o0r), L.Add(e0i, o0i));
        (r4, i4) = (L.Subtract(e0r, o0r), L.Subtract(e0i, o0i));
        (r1, i1) = (L.Add(e1r, r3Turned), L.Add(e1i, i3Turned));
        (r5, i5) = (L.Subtract(e1r, r3Turned), L.Subtract(e1i, i3Turned));
        (r2, i2) = (L.Add(e2r, o2i), L.Subtract(e2i, o2r));
        (r6, i6) = (L.Subtract(e2r, o2i), L.Add(e2i, o2r));
        (r3, i3) = (L.Add(e3r, r7Turned), L.Subtract(e3i, i7Turned));
        (r7, i7) = (L.Subtract(e3r, r7Turned), L.Add(e3i, i7Turned));
    }

    /// <summary>The transform of four points, in place, in natural order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly4<T, L>(ref T r0, ref T i0, ref T r1, ref T i1, ref T r2, ref T i2, ref T r3, ref T i3)
        where T : struct
        where L : ILanes<T>
    {
        var (evenSumR, evenSumI, evenDifferenceR, evenDifferenceI) = (L.Add(r0, r2), L.Add(i0, i2), L.Subtract(r0, r2), L.Subtract(i0, i2));
        var (oddSumR, oddSumI, oddDifferenceR, oddDifferenceI) = (L.Add(r1, r3), L.Add(i1, i3), L.Subtract(r1, r3), L.Subtract(i1, i3));
        (r0, i0) = (L.Add(evenSumR, oddSumR), L.Add(evenSumI, oddSumI));
        (r2, i2) = (L.Subtract(evenSumR, oddSumR), L.Subtract(evenSumI, oddSumI));
        (r1, i1) = (L.Add(evenDifferenceR, oddDifferenceI), L.Subtract(evenDifferenceI, oddDifferenceR));
        (r3, i3) = (L.Subtract(evenDifferenceR, oddDifferenceI), L.Add(evenDifferenceI, oddDifferenceR));
    }

    /// <summary>Multiplies by a twiddle factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<T, L>(ref T real, ref T imaginary, T cos, T sin)
        where T : struct
        where L : ILanes<T>
    {
        var turned = L.MultiplyAdd(real, sin, L.Multiply(imaginary, cos));
        real = L.MultiplySubtractFrom(imaginary, sin, L.Multiply(real, cos));
        imaginary = turned;
    }

    /// <summary>Multiplies every lane by the same twiddle factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<T, L>(ref T real, ref T imaginary, ref double factors, int index)
        where T : struct
        where L : ILanes<T> =>
        Turn<T, L>(ref real, ref imaginary, L.Broadcast(Unsafe.Add(ref factors, 2 * index)),
            L.Broadcast(Unsafe.Add(ref factors, (2 * index) + 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load8<T, L>(
        ref double x, int at, int step, out T v0, out T v1, out T v2, out T v3, out T v4, out T v5, out T v6, out T v7)
        where T : struct
        where L : ILanes<T>
    {
        Load4<T, L>(ref x, at, step, out v0, out v1, out v2, out v3);
        Load4<T, L>(ref x, at + (4 * step), step, out v4, out v5, out v6, out v7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load4<T, L>(ref double x, int at, int step, out T v0, out T v1, out T v2, out T v3)
        where T : struct
        where L : ILanes<T>
    {
        v0 = L.Load(ref x, at);
        v1 = L.Load(ref x, at + step);
        v2 = L.Load(ref x, at + (2 * step));
        v3 = L.Load(ref x, at + (3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store8<T, L>(ref double y, int at, int step, T v0, T v1, T v2, T v3, T v4, T v5, T v6, T v7)
        where T : struct
        where L : ILanes<T>
    {
        Store4<T, L>(ref y, at, step, v0, v1, v2, v3);
        Store4<T, L>(ref y, at + (4 * step), step, v4, v5, v6, v7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4<T, L>(ref double y, int at, int step, T v0, T v1, T v2, T v3)
        where T : struct
        where L : ILanes<T>
    {
        L.Store(v0, ref y, at);
        L.Store(v1, ref y, at + step);
        L.Store(v2, ref y, at + (2 * step));
        L.Store(v3, ref y, at + (3 * step));
    }

    /// <summary>The arrays that a stage reads and writes.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly ref struct Arrays(ComplexBuffer from, ComplexBuffer to)
    {
        public readonly ref double FromReal = ref from.Real.Start;
        public readonly ref double FromImaginary = ref from.Imaginary.Start;
        public readonly ref double ToReal = ref to.Real.Start;
        public readonly ref double ToImaginary = ref to.Imaginary.Start;
    }

    /// <summary>
    /// One stage: <paramref name="Groups"/> butterflies of <paramref name="Radix"/> branches on each of <paramref name="Stride"/>
    /// neighbours.
    /// </summary>
    private sealed record Stage(int Radix, int Groups, int Stride, AlignedDoubles Twiddles);
}
