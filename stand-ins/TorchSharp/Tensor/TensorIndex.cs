using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One position of an index expression: a number, a slice, a tensor, <c>...</c> or a new axis.</summary>
    [StructLayout(LayoutKind.Auto)]
    public readonly struct TensorIndex
    {
        private TensorIndex(IndexKind kind, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            Kind = kind;
            Start = start;
            Stop = stop;
            Step = step;
            Indices = tensor;
        }

        internal enum IndexKind
        {
            Null,
            Single,
            Slice,
            Tensor,
            Ellipsis,
        }

        public static TensorIndex Ellipsis => new(IndexKind.Ellipsis);

        public static TensorIndex None => new(IndexKind.Null);

        public static TensorIndex Null => new(IndexKind.Null);

        public static TensorIndex Colon => new(IndexKind.Slice);

        internal IndexKind Kind { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Indices { get; }

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(Position(index));

        // Makes TensorIndex the better of two conversions from a number; nothing calls it.
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("Should not be called.");

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(IndexKind.Slice, start, stop, step);

        public static TensorIndex Slice(Range range) =>
            Slice(Position(range.Start), range.End.Equals(Index.End) ? null : Position(range.End));

        public static TensorIndex Single(long? index) => new(IndexKind.Single, index);

        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);

        private static long Position(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
