using TorchSharp.Bridge;

namespace TorchSharp;

public static partial class torch
{
    public static int get_num_threads() => Native.bridge_get_num_threads();

    public static void set_num_threads(int num) => Native.Check(Native.bridge_set_num_threads(num));

    public static bool cuda_is_available() => cuda.is_available();

    public static partial class cuda
    {
        public static bool is_available() => Native.bridge_cuda_is_available() != 0;
    }

    public static partial class backends
    {
        public static partial class cuda
        {
            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => Native.bridge_get_allow_tf32(1) != 0;
                    set => Native.Check(Native.bridge_set_allow_tf32(1, value ? 1 : 0));
                }
            }
        }

        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => Native.bridge_get_allow_tf32(0) != 0;
                set => Native.Check(Native.bridge_set_allow_tf32(0, value ? 1 : 0));
            }
        }
    }
}
