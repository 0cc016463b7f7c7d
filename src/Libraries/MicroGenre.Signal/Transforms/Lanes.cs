using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MicroGenre.Signal;

/// <summary>As many doubles as a vector register holds, so that one algorithm serves every width.</summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary><paramref name="left"/> · <paramref name="right"/> + <paramref name="addend"/>, rounded once where the machine can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary><paramref name="addend"/> − <paramref name="left"/> · <paramref name="right"/>, rounded once where the machine can.</summary>
    static abstract TSelf MultiplySubtractFrom(TSelf left, TSelf right, TSelf addend);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Broadcast(double value);

    static abstract TSelf Load(ref double source, int index);

    static abstract void Store(TSelf value, ref double destination, int index);

    /// <summary>Reverses the order of the lanes.</summary>
    static abstract TSelf Reverse(TSelf value);

    /// <summary>Loads twice as many floats as there are lanes: those at even places and those at odd places.</summary>
    static abstract void LoadPairs(ref float source, int index, out TSelf even, out TSelf odd);

    /// <summary>Rounds to floats and stores them.</summary>
    static abstract void Store(TSelf value, ref float destination, int index);
}

/// <summary>Eight doubles: AVX-512.</summary>
internal readonly struct Lanes8(Vector512<double> value) : ILanes<Lanes8>
{
    private static readonly Vector256<int> Even = Vector256.Create(0, 2, 4, 6, 8, 10, 12, 14);
    private static readonly Vector256<int> Odd = Vector256.Create(1, 3, 5, 7, 9, 11, 13, 15);

    public static bool IsSupported => Avx512F.IsSupported && Avx512F.VL.IsSupported;

    public static int Count => 8;

    public Vector512<double> Value => value;

    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left.Value + right.Value);

    public static Lanes8 operator -(Lanes8 left, Lanes8 right) => new(left.Value - right.Value);

    public static Lanes8 operator *(Lanes8 left, Lanes8 right) => new(left.Value * right.Value);

    public static Lanes8 MultiplyAdd(Lanes8 left, Lanes8 right, Lanes8 addend) =>
        new(Vector512.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    public static Lanes8 MultiplySubtractFrom(Lanes8 left, Lanes8 right, Lanes8 addend) =>
        new(Avx512F.FusedMultiplyAddNegated(left.Value, right.Value, addend.Value));

    public static Lanes8 Broadcast(double value) => new(Vector512.Create(value));

    public static Lanes8 Load(ref double source, int index) => new(Vector512.LoadUnsafe(ref source, (nuint)index));

    public static void Store(Lanes8 value, ref double destination, int index) => value.Value.StoreUnsafe(ref destination, (nuint)index);

    public static Lanes8 Reverse(Lanes8 value) => new(Vector512.Shuffle(value.Value, Vector512.Create(7L, 6, 5, 4, 3, 2, 1, 0)));

    public static void LoadPairs(ref float source, int index, out Lanes8 even, out Lanes8 odd)
    {
        var low = Vector256.LoadUnsafe(ref source, (nuint)index);
        var high = Vector256.LoadUnsafe(ref source, (nuint)(index + 8));
        even = new(Avx512F.ConvertToVector512Double(Avx512F.VL.PermuteVar8x32x2(low, Even, high)));
        odd = new(Avx512F.ConvertToVector512Double(Avx512F.VL.PermuteVar8x32x2(low, Odd, high)));
    }

    public static void Store(Lanes8 value, ref float destination, int index) =>
        Avx512F.ConvertToVector256Single(value.Value).StoreUnsafe(ref destination, (nuint)index);

    /// <summary>Exchanges rows and columns of eight vectors of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref Lanes8 r0, ref Lanes8 r1, ref Lanes8 r2, ref Lanes8 r3, ref Lanes8 r4, ref Lanes8 r5, ref Lanes8 r6, ref Lanes8 r7)
    {
        TransposeBlocks(
            Avx512F.UnpackLow(r0.Value, r1.Value), Avx512F.UnpackLow(r2.Value, r3.Value),
            Avx512F.UnpackLow(r4.Value, r5.Value), Avx512F.UnpackLow(r6.Value, r7.Value),
            out var c0, out var c2, out var c4, out var c6);
        TransposeBlocks(
            Avx512F.UnpackHigh(r0.Value, r1.Value), Avx512F.UnpackHigh(r2.Value, r3.Value),
            Avx512F.UnpackHigh(r4.Value, r5.Value), Avx512F.UnpackHigh(r6.Value, r7.Value),
            out r1, out r3, out r5, out r7);
        (r0, r2, r4, r6) = (c0, c2, c4, c6);
    }

    /// <summary>Exchanges rows and columns of four vectors of four 128-bit blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlocks(
        Vector512<double> r0, Vector512<double> r1, Vector512<double> r2, Vector512<double> r3,
        out Lanes8 c0, out Lanes8 c1, out Lanes8 c2, out Lanes8 c3)
    {
        const byte lowHalves = 0x44;
        const byte highHalves = 0xEE;
        const byte evenBlocks = 0x88;
        const byte oddBlocks = 0xDD;
        var low01 = Avx512F.Shuffle4x128(r0, r1, lowHalves);
        var high01 = Avx512F.Shuffle4x128(r0, r1, highHalves);
        var low23 = Avx512F.Shuffle4x128(r2, r3, lowHalves);
        var high23 = Avx512F.Shuffle4x128(r2, r3, highHalves);
        c0 = new(Avx512F.Shuffle4x128(low01, low23, evenBlocks));
        c1 = new(Avx512F.Shuffle4x128(low01, low23, oddBlocks));
        c2 = new(Avx512F.Shuffle4x128(high01, high23, evenBlocks));
        c3 = new(Avx512F.Shuffle4x128(high01, high23, oddBlocks));
    }
}

/// <summary>Four doubles: AVX2, and by pairs or one by one on every other machine.</summary>
internal readonly struct Lanes4(Vector256<double> value) : ILanes<Lanes4>
{
    public static int Count => 4;

    public Vector256<double> Value => value;

    public static Lanes4 operator +(Lanes4 left, Lanes4 right) => new(left.Value + right.Value);

    public static Lanes4 operator -(Lanes4 left, Lanes4 right) => new(left.Value - right.Value);

    public static Lanes4 operator *(Lanes4 left, Lanes4 right) => new(left.Value * right.Value);

    public static Lanes4 MultiplyAdd(Lanes4 left, Lanes4 right, Lanes4 addend) =>
        new(Vector256.MultiplyAddEstimate(left.Value, right.Value, addend.Value));

    public static Lanes4 MultiplySubtractFrom(Lanes4 left, Lanes4 right, Lanes4 addend) =>
        new(Fma.IsSupported ? Fma.MultiplyAddNegated(left.Value, right.Value, addend.Value) : addend.Value - (left.Value * right.Value));

    public static Lanes4 Broadcast(double value) => new(Vector256.Create(value));

    public static Lanes4 Load(ref double source, int index) => new(Vector256.LoadUnsafe(ref source, (nuint)index));

    public static void Store(Lanes4 value, ref double destination, int index) => value.Value.StoreUnsafe(ref destination, (nuint)index);

    public static Lanes4 Reverse(Lanes4 value) => new(Vector256.Shuffle(value.Value, Vector256.Create(3L, 2, 1, 0)));

    public static void LoadPairs(ref float source, int index, out Lanes4 even, out Lanes4 odd)
    {
        var pairs = Vector256.Shuffle(Vector256.LoadUnsafe(ref source, (nuint)index), Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7));
        var (evens, odds) = Vector256.Widen(pairs);
        even = new(evens);
        odd = new(odds);
    }

    public static void Store(Lanes4 value, ref float destination, int index) =>
        Vector128.Narrow(value.Value.GetLower(), value.Value.GetUpper()).StoreUnsafe(ref destination, (nuint)index);

    /// <summary>Exchanges rows and columns of four vectors of four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref Lanes4 r0, ref Lanes4 r1, ref Lanes4 r2, ref Lanes4 r3)
    {
        var (low01, high01) = Zip(r0.Value, r1.Value);
        var (low23, high23) = Zip(r2.Value, r3.Value);
        r0 = new(Vector256.Create(low01.GetLower(), low23.GetLower()));
        r1 = new(Vector256.Create(high01.GetLower(), high23.GetLower()));
        r2 = new(Vector256.Create(low01.GetUpper(), low23.GetUpper()));
        r3 = new(Vector256.Create(high01.GetUpper(), high23.GetUpper()));
    }

    /// <summary>Pairs up, within each half, the first elements and the second elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> First, Vector256<double> Second) Zip(Vector256<double> a, Vector256<double> b) => Avx.IsSupported
        ? (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b))
        : (Vector256.Create(a[0], b[0], a[2], b[2]), Vector256.Create(a[1], b[1], a[3], b[3]));
}
