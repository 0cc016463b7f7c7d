using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MicroGenre.Signal;

/// <summary>
/// Operations on a vector register of doubles, so that one algorithm serves every width. They use the runtime's vector types directly: the
/// compiler would spill wrapper types to memory.
/// </summary>
internal interface ILanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>
    /// <paramref name="left"/> · <paramref name="right"/> + <paramref name="addend"/>, fused if the hardware supports it.
    /// </summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>
    /// <paramref name="addend"/> − <paramref name="left"/> · <paramref name="right"/>, fused if the hardware supports it.
    /// </summary>
    static abstract TVector MultiplySubtractFrom(TVector left, TVector right, TVector addend);

    /// <summary>The same value in every lane.</summary>
    static abstract TVector Broadcast(double value);

    static abstract TVector Load(ref double source, int index);

    static abstract void Store(TVector value, ref double destination, int index);

    /// <summary>Reverses the order of the lanes.</summary>
    static abstract TVector Reverse(TVector value);

    /// <summary>Loads twice as many floats as there are lanes, split into even and odd positions.</summary>
    static abstract void LoadPairs(ref float source, int index, out TVector even, out TVector odd);

    /// <summary>Rounds to floats and stores them.</summary>
    static abstract void Store(TVector value, ref float destination, int index);
}

/// <summary>Eight doubles: AVX-512.</summary>
internal readonly struct Lanes8 : ILanes<Vector512<double>>
{
    public static bool IsSupported => Avx512F.IsSupported && Avx512F.VL.IsSupported;

    public static int Count => 8;

    public static Vector512<double> Add(Vector512<double> left, Vector512<double> right) => left + right;

    public static Vector512<double> Subtract(Vector512<double> left, Vector512<double> right) => left - right;

    public static Vector512<double> Multiply(Vector512<double> left, Vector512<double> right) => left * right;

    public static Vector512<double> MultiplyAdd(Vector512<double> left, Vector512<double> right, Vector512<double> addend) =>
        Vector512.MultiplyAddEstimate(left, right, addend);

    public static Vector512<double> MultiplySubtractFrom(Vector512<double> left, Vector512<double> right, Vector512<double> addend) =>
        Avx512F.FusedMultiplyAddNegated(left, right, addend);

    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    public static Vector512<double> Load(ref double source, int index) => Vector512.LoadUnsafe(ref source, (nuint)index);

    public static void Store(Vector512<double> value, ref double destination, int index) =>
        value.StoreUnsafe(ref destination, (nuint)index);

    public static Vector512<double> Reverse(Vector512<double> value) => Vector512.Shuffle(value, Vector512.Create(7L, 6, 5, 4, 3, 2, 1, 0));

    public static void LoadPairs(ref float source, int index, out Vector512<double> even, out Vector512<double> odd)
    {
        var low = Vector256.LoadUnsafe(ref source, (nuint)index);
        var high = Vector256.LoadUnsafe(ref source, (nuint)(index + 8));
        even = Avx512F.ConvertToVector512Double(Avx512F.VL.PermuteVar8x32x2(low, Vector256.Create(0, 2, 4, 6, 8, 10, 12, 14), high));
        odd = Avx512F.ConvertToVector512Double(Avx512F.VL.PermuteVar8x32x2(low, Vector256.Create(1, 3, 5, 7, 9, 11, 13, 15), high));
    }

    public static void Store(Vector512<double> value, ref float destination, int index) =>
        Avx512F.ConvertToVector256Single(value).StoreUnsafe(ref destination, (nuint)index);

    /// <summary>Transposes eight vectors of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref Vector512<double> r0, ref Vector512<double> r1, ref Vector512<double> r2, ref Vector512<double> r3, ref Vector512<double> r4,
            ref Vector512<double> r5, ref Vector512<double> r6, ref Vector512<double> r7)
    {
        TransposeBlocks(
            Avx512F.UnpackLow(r0, r1), Avx512F.UnpackLow(r2, r3),
            Avx512F.UnpackLow(r4, r5), Avx512F.UnpackLow(r6, r7),
            out var c0, out var c2, out var c4, out var c6);
        TransposeBlocks(
            Avx512F.UnpackHigh(r0, r1), Avx512F.UnpackHigh(r2, r3),
            Avx512F.UnpackHigh(r4, r5), Avx512F.UnpackHigh(r6, r7),
            out r1, out r3, out r5, out r7);
        (r0, r2, r4, r6) = (c0, c2, c4, c6);
    }

    /// <summary>Transposes four vectors of four 128-bit blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlocks(
        Vector512<double> r0, Vector512<double> r1, Vector512<double> r2, Vector512<double> r3,
        out Vector512<double> c0, out Vector512<double> c1, out Vector512<double> c2, out Vector512<double> c3)
    {
        const byte lowHalves = 0x44;
        const byte highHalves = 0xEE;
        const byte evenBlocks = 0x88;
        const byte oddBlocks = 0xDD;
        var low01 = Avx512F.Shuffle4x128(r0, r1, lowHalves);
        var high01 = Avx512F.Shuffle4x128(r0, r1, highHalves);
        var low23 = Avx512F.Shuffle4x128(r2, r3, lowHalves);
        var high23 = Avx512F.Shuffle4x128(r2, r3, highHalves);
        c0 = Avx512F.Shuffle4x128(low01, low23, evenBlocks);
        c1 = Avx512F.Shuffle4x128(low01, low23, oddBlocks);
        c2 = Avx512F.Shuffle4x128(high01, high23, evenBlocks);
        c3 = Avx512F.Shuffle4x128(high01, high23, oddBlocks);
    }
}

/// <summary>Four doubles: AVX2; other hardware uses pairs or single values.</summary>
internal readonly struct Lanes4 : ILanes<Vector256<double>>
{
    public static int Count => 4;

    public static Vector256<double> Add(Vector256<double> left, Vector256<double> right) => left + right;

    public static Vector256<double> Subtract(Vector256<double> left, Vector256<double> right) => left - right;

    public static Vector256<double> Multiply(Vector256<double> left, Vector256<double> right) => left * right;

    public static Vector256<double> MultiplyAdd(Vector256<double> left, Vector256<double> right, Vector256<double> addend) =>
        Vector256.MultiplyAddEstimate(left, right, addend);

    public static Vector256<double> MultiplySubtractFrom(Vector256<double> left, Vector256<double> right, Vector256<double> addend) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(left, right, addend) : addend - (left * right);

    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    public static Vector256<double> Load(ref double source, int index) => Vector256.LoadUnsafe(ref source, (nuint)index);

    public static void Store(Vector256<double> value, ref double destination, int index) =>
        value.StoreUnsafe(ref destination, (nuint)index);

    public static Vector256<double> Reverse(Vector256<double> value) => Vector256.Shuffle(value, Vector256.Create(3L, 2, 1, 0));

    public static void LoadPairs(ref float source, int index, out Vector256<double> even, out Vector256<double> odd)
    {
        var pairs = Vector256.Shuffle(Vector256.LoadUnsafe(ref source, (nuint)index), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
        var (evens, odds) = Vector256.Widen(pairs);
        even = evens;
        odd = odds;
    }

    public static void Store(Vector256<double> value, ref float destination, int index) =>
        Vector128.Narrow(value.GetLower(), value.GetUpper()).StoreUnsafe(ref destination, (nuint)index);

    /// <summary>Transposes four vectors of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref Vector256<double> r0, ref Vector256<double> r1, ref Vector256<double> r2, ref Vector256<double> r3)
    {
        var (low01, high01) = Zip(r0, r1);
        var (low23, high23) = Zip(r2, r3);
        r0 = Vector256.Create(low01.GetLower(), low23.GetLower());
        r1 = Vector256.Create(high01.GetLower(), high23.GetLower());
        r2 = Vector256.Create(low01.GetUpper(), low23.GetUpper());
        r3 = Vector256.Create(high01.GetUpper(), high23.GetUpper());
    }

    /// <summary>Pairs up the first elements and the second elements within each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> First, Vector256<double> Second) Zip(Vector256<double> a, Vector256<double> b) => Avx.IsSupported
        ? (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b))
        : (Vector256.Create(a[0], b[0], a[2], b[2]), Vector256.Create(a[1], b[1], a[3], b[3]));
}
