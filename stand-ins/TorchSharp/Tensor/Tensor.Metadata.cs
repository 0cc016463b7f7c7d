using TorchSharp.Bridge;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Native.bridge_tensor_dim(Handle);

        public long ndim => Dimensions;

        public long NumberOfElements => Native.bridge_tensor_numel(Handle);

        public long ElementSize => Native.bridge_tensor_element_size(Handle);

        public ScalarType dtype => (ScalarType)Native.bridge_tensor_dtype(Handle);

        public long[] shape => size();

        public DeviceType device_type => (DeviceType)(Native.bridge_tensor_device(Handle) >> 32);

        public int device_index => (int)Native.bridge_tensor_device(Handle);

        public Device device => device_type == DeviceType.CPU ? CPU : new Device(device_type, device_index);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_contiguous() => Native.bridge_tensor_is_contiguous(Handle) != 0;

        public unsafe long[] size()
        {
            var sizes = new long[Dimensions];
            fixed (long* first = sizes)
            {
                Native.Check(Native.bridge_tensor_sizes(Handle, first));
            }

            return sizes;
        }

        public long size(int dim) => AtDimension(size(), dim);

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* first = strides)
            {
                Native.Check(Native.bridge_tensor_strides(Handle, first));
            }

            return strides;
        }

        public long stride(int dim) => AtDimension(stride(), dim);

        private static long AtDimension(long[] values, int dim)
        {
            if (dim < -values.Length || dim >= values.Length)
            {
                throw new System.Runtime.InteropServices.ExternalException(
                    $"Dimension out of range (expected to be in range of [{-values.Length}, {values.Length - 1}], but got {dim})");
            }

            return values[dim < 0 ? dim + values.Length : dim];
        }
    }
}
