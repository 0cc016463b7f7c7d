using TorchSharp.Bridge;

namespace TorchSharp;

public static partial class torch
{
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>A reference to a native tensor: freed by <see cref="Dispose()"/>, a dispose scope or, at last, the finalizer.</summary>
    public partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;

        private IntPtr handle;

        internal Tensor(IntPtr handle, bool register = true)
        {
            this.handle = handle;
            var count = Interlocked.Increment(ref totalCount);
            if (count > peakCount)
            {
                peakCount = count;
            }

            if (register)
            {
                OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
            }
        }

        ~Tensor() => Dispose(false);

        /// <summary>How many tensor objects hold a native tensor now.</summary>
        public static long TotalCount => Interlocked.Read(ref totalCount);

        public string? name { get; set; }

        public IntPtr Handle =>
            handle != IntPtr.Zero ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => handle == IntPtr.Zero;

        internal DisposeScope? OwningDisposeScope { get; set; }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is not null)
            {
                OwningDisposeScope.MoveToOther(other, [this]);
            }
            else
            {
                other?.Attach(this);
            }

            return this;
        }

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => base.GetHashCode();

        public override string ToString() => IsInvalid
            ? "[disposed]"
            : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        protected virtual void Dispose(bool disposing)
        {
            if (handle == IntPtr.Zero)
            {
                return;
            }

            // A finalizer runs on a thread of its own, and must not touch the scopes of the tensor's thread.
            if (disposing)
            {
                DisposeScopeManager.ThreadSingleton.Disposing(this);
                OwningDisposeScope?.MarkAsDisposed(this);
            }

            Interlocked.Decrement(ref totalCount);
            Native.bridge_tensor_dispose(handle);
            handle = IntPtr.Zero;
        }

        /// <summary>Takes the native tensor out of this object, for another one.</summary>
        internal IntPtr MoveHandle()
        {
            var moved = Handle;
            handle = IntPtr.Zero;
            Interlocked.Decrement(ref totalCount);
            return moved;
        }
    }
}
