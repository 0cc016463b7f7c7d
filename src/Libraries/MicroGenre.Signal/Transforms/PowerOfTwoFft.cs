using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace MicroGenre.Signal;

/// <summary>
/// The complex transform of a power of two, real and imaginary parts in arrays of their own. Stockham's form: every stage reads from one
/// pair of arrays and writes to another in such an order that no bit reversal is needed. The first stage has as many branches as a vector
/// has lanes and ends in a transposition; from then on a vector holds neighbours that all need the same twiddle factors, and no lane ever
/// moves again. A plan only holds twiddle factors: it is made once per length and shared by all threads.
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
        // The first stage works on length / lanes points at a time, which must fill a vector.
        _wide = Lanes8.IsSupported && length >= Lanes8.Count * Lanes8.Count;
        _stages = MakeStages(length, _wide ? Lanes8.Count : Lanes4.Count);
    }

    /// <summary>The least length that is transformed this way.</summary>
    public static int MinLength => Lanes4.Count * Lanes4.Count;

    /// <summary>Number of points.</summary>
    public int Length { get; }

    /// <summary>The plan for a length, a power of two and at least <see cref="MinLength"/>.</summary>
    public static PowerOfTwoFft ForLength(int length) => Plans.GetOrAdd(length, static key => new PowerOfTwoFft(key));

    /// <summary>Transforms the points in <paramref name="from"/>, leaving the result in the buffer returned, which is one of the two.</summary>
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
                Radix8<Lanes8>(stage, from, to);
                break;
            case 8:
                Radix8<Lanes4>(stage, from, to);
                break;
            case 4 when _wide:
                Radix4<Lanes8>(stage, from, to);
                break;
            case 4:
                Radix4<Lanes4>(stage, from, to);
                break;
            case 2 when _wide:
                Radix2<Lanes8>(stage, from, to);
                break;
            default:
                Radix2<Lanes4>(stage, from, to);
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

    /// <summary>Eight branches at a time, but four where that leaves no stage of two.</summary>
    private static int NextRadix(int remaining) => remaining switch
    {
        2 => 2,
        4 or 16 => 4,
        _ => 8,
    };

    /// <summary>
    /// The factors e^(−2πi·k·p/n), k = 1 … radix − 1, p = 0 … n/radix − 1, real and imaginary part: in the first stage all p of one k together
    /// (vectors run over p), later all k of one p together (a vector needs one factor in all lanes).
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

    private static void FirstRadix8(Stage stage, ComplexBuffer from, ComplexBuffer to)
    {
        var m = stage.Groups;
        ref var xr = ref from.Real.Start;
        ref var xi = ref from.Imaginary.Start;
        ref var yr = ref to.Real.Start;
        ref var yi = ref to.Imaginary.Start;
        ref var w = ref stage.Twiddles.Start;
        for (var p = 0; p < m; p += Lanes8.Count)
        {
            var (r0, r1, r2, r3) = (Lanes8.Load(ref xr, p), Lanes8.Load(ref xr, p + m), Lanes8.Load(ref xr, p + (2 * m)), Lanes8.Load(ref xr, p + (3 * m)));
            var (r4, r5, r6, r7) = (Lanes8.Load(ref xr, p + (4 * m)), Lanes8.Load(ref xr, p + (5 * m)), Lanes8.Load(ref xr, p + (6 * m)), Lanes8.Load(ref xr, p + (7 * m)));
            var (i0, i1, i2, i3) = (Lanes8.Load(ref xi, p), Lanes8.Load(ref xi, p + m), Lanes8.Load(ref xi, p + (2 * m)), Lanes8.Load(ref xi, p + (3 * m)));
            var (i4, i5, i6, i7) = (Lanes8.Load(ref xi, p + (4 * m)), Lanes8.Load(ref xi, p + (5 * m)), Lanes8.Load(ref xi, p + (6 * m)), Lanes8.Load(ref xi, p + (7 * m)));
            Butterfly8(
                ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3,
                ref r4, ref i4, ref r5, ref i5, ref r6, ref i6, ref r7, ref i7);
            Turn(ref r1, ref i1, Lanes8.Load(ref w, p), Lanes8.Load(ref w, p + m));
            Turn(ref r2, ref i2, Lanes8.Load(ref w, p + (2 * m)), Lanes8.Load(ref w, p + (3 * m)));
            Turn(ref r3, ref i3, Lanes8.Load(ref w, p + (4 * m)), Lanes8.Load(ref w, p + (5 * m)));
            Turn(ref r4, ref i4, Lanes8.Load(ref w, p + (6 * m)), Lanes8.Load(ref w, p + (7 * m)));
            Turn(ref r5, ref i5, Lanes8.Load(ref w, p + (8 * m)), Lanes8.Load(ref w, p + (9 * m)));
            Turn(ref r6, ref i6, Lanes8.Load(ref w, p + (10 * m)), Lanes8.Load(ref w, p + (11 * m)));
            Turn(ref r7, ref i7, Lanes8.Load(ref w, p + (12 * m)), Lanes8.Load(ref w, p + (13 * m)));
            Lanes8.Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
            Store8(ref yr, 8 * p, Lanes8.Count, r0, r1, r2, r3, r4, r5, r6, r7);
            Lanes8.Transpose(ref i0, ref i1, ref i2, ref i3, ref i4, ref i5, ref i6, ref i7);
            Store8(ref yi, 8 * p, Lanes8.Count, i0, i1, i2, i3, i4, i5, i6, i7);
        }
    }

    private static void FirstRadix4(Stage stage, ComplexBuffer from, ComplexBuffer to)
    {
        var m = stage.Groups;
        ref var xr = ref from.Real.Start;
        ref var xi = ref from.Imaginary.Start;
        ref var yr = ref to.Real.Start;
        ref var yi = ref to.Imaginary.Start;
        ref var w = ref stage.Twiddles.Start;
        for (var p = 0; p < m; p += Lanes4.Count)
        {
            var (r0, r1, r2, r3) = (Lanes4.Load(ref xr, p), Lanes4.Load(ref xr, p + m), Lanes4.Load(ref xr, p + (2 * m)), Lanes4.Load(ref xr, p + (3 * m)));
            var (i0, i1, i2, i3) = (Lanes4.Load(ref xi, p), Lanes4.Load(ref xi, p + m), Lanes4.Load(ref xi, p + (2 * m)), Lanes4.Load(ref xi, p + (3 * m)));
            Butterfly4(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
            Turn(ref r1, ref i1, Lanes4.Load(ref w, p), Lanes4.Load(ref w, p + m));
            Turn(ref r2, ref i2, Lanes4.Load(ref w, p + (2 * m)), Lanes4.Load(ref w, p + (3 * m)));
            Turn(ref r3, ref i3, Lanes4.Load(ref w, p + (4 * m)), Lanes4.Load(ref w, p + (5 * m)));
            Lanes4.Transpose(ref r0, ref r1, ref r2, ref r3);
            Store4(ref yr, 4 * p, Lanes4.Count, r0, r1, r2, r3);
            Lanes4.Transpose(ref i0, ref i1, ref i2, ref i3);
            Store4(ref yi, 4 * p, Lanes4.Count, i0, i1, i2, i3);
        }
    }

    private static void Radix8<T>(Stage stage, ComplexBuffer from, ComplexBuffer to)
        where T : struct, ILanes<T>
    {
        var (m, s) = (stage.Groups, stage.Stride);
        ref var xr = ref from.Real.Start;
        ref var xi = ref from.Imaginary.Start;
        ref var yr = ref to.Real.Start;
        ref var yi = ref to.Imaginary.Start;
        var step = s * m;
        for (var p = 0; p < m; p++)
        {
            ref var w = ref Unsafe.Add(ref stage.Twiddles.Start, 14 * p);
            for (var q = 0; q < s; q += T.Count)
            {
                var x = q + (s * p);
                var (r0, r1, r2, r3) = (T.Load(ref xr, x), T.Load(ref xr, x + step), T.Load(ref xr, x + (2 * step)), T.Load(ref xr, x + (3 * step)));
                var (r4, r5, r6, r7) = (T.Load(ref xr, x + (4 * step)), T.Load(ref xr, x + (5 * step)), T.Load(ref xr, x + (6 * step)), T.Load(ref xr, x + (7 * step)));
                var (i0, i1, i2, i3) = (T.Load(ref xi, x), T.Load(ref xi, x + step), T.Load(ref xi, x + (2 * step)), T.Load(ref xi, x + (3 * step)));
                var (i4, i5, i6, i7) = (T.Load(ref xi, x + (4 * step)), T.Load(ref xi, x + (5 * step)), T.Load(ref xi, x + (6 * step)), T.Load(ref xi, x + (7 * step)));
                Butterfly8(
                    ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3,
                    ref r4, ref i4, ref r5, ref i5, ref r6, ref i6, ref r7, ref i7);
                if (p > 0)
                {
                    Turn(ref r1, ref i1, ref w, 0);
                    Turn(ref r2, ref i2, ref w, 1);
                    Turn(ref r3, ref i3, ref w, 2);
                    Turn(ref r4, ref i4, ref w, 3);
                    Turn(ref r5, ref i5, ref w, 4);
                    Turn(ref r6, ref i6, ref w, 5);
                    Turn(ref r7, ref i7, ref w, 6);
                }

                var y = q + (8 * s * p);
                Store8(ref yr, y, s, r0, r1, r2, r3, r4, r5, r6, r7);
                Store8(ref yi, y, s, i0, i1, i2, i3, i4, i5, i6, i7);
            }
        }
    }

    private static void Radix4<T>(Stage stage, ComplexBuffer from, ComplexBuffer to)
        where T : struct, ILanes<T>
    {
        var (m, s) = (stage.Groups, stage.Stride);
        ref var xr = ref from.Real.Start;
        ref var xi = ref from.Imaginary.Start;
        ref var yr = ref to.Real.Start;
        ref var yi = ref to.Imaginary.Start;
        var step = s * m;
        for (var p = 0; p < m; p++)
        {
            ref var w = ref Unsafe.Add(ref stage.Twiddles.Start, 6 * p);
            for (var q = 0; q < s; q += T.Count)
            {
                var x = q + (s * p);
                var (r0, r1, r2, r3) = (T.Load(ref xr, x), T.Load(ref xr, x + step), T.Load(ref xr, x + (2 * step)), T.Load(ref xr, x + (3 * step)));
                var (i0, i1, i2, i3) = (T.Load(ref xi, x), T.Load(ref xi, x + step), T.Load(ref xi, x + (2 * step)), T.Load(ref xi, x + (3 * step)));
                Butterfly4(ref r0, ref i0, ref r1, ref i1, ref r2, ref i2, ref r3, ref i3);
                if (p > 0)
                {
                    Turn(ref r1, ref i1, ref w, 0);
                    Turn(ref r2, ref i2, ref w, 1);
                    Turn(ref r3, ref i3, ref w, 2);
                }

                var y = q + (4 * s * p);
                Store4(ref yr, y, s, r0, r1, r2, r3);
                Store4(ref yi, y, s, i0, i1, i2, i3);
            }
        }
    }

    /// <summary>Two branches; only ever the last stage, which needs no twiddle factors.</summary>
    private static void Radix2<T>(Stage stage, ComplexBuffer from, ComplexBuffer to)
        where T : struct, ILanes<T>
    {
        var s = stage.Stride;
        ref var xr = ref from.Real.Start;
        ref var xi = ref from.Imaginary.Start;
        ref var yr = ref to.Real.Start;
        ref var yi = ref to.Imaginary.Start;
        for (var q = 0; q < s; q += T.Count)
        {
            var (r0, r1) = (T.Load(ref xr, q), T.Load(ref xr, q + s));
            var (i0, i1) = (T.Load(ref xi, q), T.Load(ref xi, q + s));
            T.Store(r0 + r1, ref yr, q);
            T.Store(i0 + i1, ref yi, q);
            T.Store(r0 - r1, ref yr, q + s);
            T.Store(i0 - i1, ref yi, q + s);
        }
    }

    /// <summary>The transform of eight points, in place, in natural order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly8<T>(
        ref T r0, ref T i0, ref T r1, ref T i1, ref T r2, ref T i2, ref T r3, ref T i3,
        ref T r4, ref T i4, ref T r5, ref T i5, ref T r6, ref T i6, ref T r7, ref T i7)
        where T : struct, ILanes<T>
    {
        Butterfly4(ref r0, ref i0, ref r2, ref i2, ref r4, ref i4, ref r6, ref i6);
        Butterfly4(ref r1, ref i1, ref r3, ref i3, ref r5, ref i5, ref r7, ref i7);
        // Odd point k is turned by e^(−πi·k/4): by an eighth, a quarter and three eighths of a circle.
        var root = T.Broadcast(HalfRoot);
        var (r3Turned, i3Turned) = ((r3 + i3) * root, (i3 - r3) * root);
        var (r7Turned, i7Turned) = ((i7 - r7) * root, (r7 + i7) * root);
        var (e0r, e0i, e1r, e1i, e2r, e2i, e3r, e3i) = (r0, i0, r2, i2, r4, i4, r6, i6);
        var (o0r, o0i, o2r, o2i) = (r1, i1, r5, i5);
        (r0, i0) = (e0r + o0r, e0i + o0i);
        (r4, i4) = (e0r - o0r, e0i - o0i);
        (r1, i1) = (e1r + r3Turned, e1i + i3Turned);
        (r5, i5) = (e1r - r3Turned, e1i - i3Turned);
        (r2, i2) = (e2r + o2i, e2i - o2r);
        (r6, i6) = (e2r - o2i, e2i + o2r);
        (r3, i3) = (e3r + r7Turned, e3i - i7Turned);
        (r7, i7) = (e3r - r7Turned, e3i + i7Turned);
    }

    /// <summary>The transform of four points, in place, in natural order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly4<T>(ref T r0, ref T i0, ref T r1, ref T i1, ref T r2, ref T i2, ref T r3, ref T i3)
        where T : struct, ILanes<T>
    {
        var (evenSumR, evenSumI, evenDifferenceR, evenDifferenceI) = (r0 + r2, i0 + i2, r0 - r2, i0 - i2);
        var (oddSumR, oddSumI, oddDifferenceR, oddDifferenceI) = (r1 + r3, i1 + i3, r1 - r3, i1 - i3);
        (r0, i0) = (evenSumR + oddSumR, evenSumI + oddSumI);
        (r2, i2) = (evenSumR - oddSumR, evenSumI - oddSumI);
        (r1, i1) = (evenDifferenceR + oddDifferenceI, evenDifferenceI - oddDifferenceR);
        (r3, i3) = (evenDifferenceR - oddDifferenceI, evenDifferenceI + oddDifferenceR);
    }

    /// <summary>Multiplies by a twiddle factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<T>(ref T real, ref T imaginary, T cos, T sin)
        where T : struct, ILanes<T>
    {
        var turned = T.MultiplyAdd(real, sin, imaginary * cos);
        real = T.MultiplySubtractFrom(imaginary, sin, real * cos);
        imaginary = turned;
    }

    /// <summary>Multiplies every lane by the same twiddle factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn<T>(ref T real, ref T imaginary, ref double factors, int index)
        where T : struct, ILanes<T> =>
        Turn(ref real, ref imaginary, T.Broadcast(Unsafe.Add(ref factors, 2 * index)), T.Broadcast(Unsafe.Add(ref factors, (2 * index) + 1)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store8<T>(ref double y, int at, int step, T v0, T v1, T v2, T v3, T v4, T v5, T v6, T v7)
        where T : struct, ILanes<T>
    {
        Store4(ref y, at, step, v0, v1, v2, v3);
        Store4(ref y, at + (4 * step), step, v4, v5, v6, v7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4<T>(ref double y, int at, int step, T v0, T v1, T v2, T v3)
        where T : struct, ILanes<T>
    {
        T.Store(v0, ref y, at);
        T.Store(v1, ref y, at + step);
        T.Store(v2, ref y, at + (2 * step));
        T.Store(v3, ref y, at + (3 * step));
    }

    /// <summary>One stage: <paramref name="Groups"/> butterflies of <paramref name="Radix"/> branches on each of <paramref name="Stride"/> neighbours.</summary>
    private sealed record Stage(int Radix, int Groups, int Stride, AlignedDoubles Twiddles);
}
