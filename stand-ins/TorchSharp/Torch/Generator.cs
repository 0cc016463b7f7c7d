using TorchSharp.Bridge;

namespace TorchSharp;

public static partial class torch
{
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static long initial_seed() => random.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static partial class random
    {
        public static Generator manual_seed(long seed)
        {
            Native.Check(Native.bridge_manual_seed((ulong)seed));
            return Generator.Default;
        }

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }

    /// <summary>A stream of random numbers: the process's own, or one with a seed of its own.</summary>
    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
            : this(Native.Check(Native.bridge_new_generator()))
        {
            if (device is { type: not DeviceType.CPU })
            {
                throw new NotSupportedException("Only CPU generators are supported.");
            }

            Native.Check(Native.bridge_generator_set_seed(Handle, seed));
        }

        private Generator(IntPtr handle) => Handle = handle;

        ~Generator() => Dispose(false);

        public static Generator Default => new(Native.Check(Native.bridge_default_generator()));

        public IntPtr Handle { get; private set; }

        public Device device { get; } = CPU;

        public Tensor get_state() => new(Native.Check(Native.bridge_generator_get_state(Handle)));

        public void set_state(Tensor value) => Native.Check(Native.bridge_generator_set_state(Handle, value.Handle));

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.bridge_generator_set_seed(Handle, (ulong)seed));
            return this;
        }

        public long initial_seed() => (long)Native.bridge_generator_seed(Handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle != IntPtr.Zero)
            {
                Native.bridge_generator_dispose(Handle);
                Handle = IntPtr.Zero;
            }
        }
    }
}
