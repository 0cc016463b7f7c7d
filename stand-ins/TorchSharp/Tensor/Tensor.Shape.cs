using TorchSharp.Bridge;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor T => transpose(0, 1);

        public Tensor reshape(params long[] shape) => Aten.reshape.Call(this, shape);

        public Tensor view(params long[] shape) => Aten.view.Call(this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Aten.flatten.Call(this, start_dim, end_dim);

        public Tensor squeeze(long? dim = null) => dim is { } one ? Aten.squeeze_dim.Call(this, one) : Aten.squeeze.Call(this);

        public Tensor unsqueeze(long dim) => Aten.unsqueeze.Call(this, dim);

        public Tensor transpose(long dim0, long dim1) => Aten.transpose.Call(this, dim0, dim1);

        public Tensor t() => Aten.t.Call(this);

        public Tensor permute(params long[] permutation) => Aten.permute.Call(this, permutation);

        public Tensor expand(params long[] sizes) => Aten.expand.Call(this, sizes);

        public Tensor repeat(params long[] sizes) => Aten.repeat.Call(this, sizes);

        public Tensor flip(params long[] dims) => Aten.flip.Call(this, dims);

        public Tensor roll(long shifts, long? dims = null) =>
            Aten.roll.Call(this, new[] { shifts }, dims is { } dim ? [dim] : Array.Empty<long>());

        public Tensor narrow(long dim, long start, long length) => Aten.narrow.Call(this, dim, start, length);

        public Tensor unfold(long dimension, long size, long step) => Aten.unfold.Call(this, dimension, size, step);

        public Tensor[] split(long size, int dim = 0) => Aten.split.CallList(this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Aten.split_with_sizes.CallList(this, sizes, dim);

        public Tensor[] chunk(long chunks, long dim = 0L) => Aten.chunk.CallList(this, chunks, dim);

        public Tensor[] unbind(long dimension = 0L) => Aten.unbind.CallList(this, dimension);
    }
}
