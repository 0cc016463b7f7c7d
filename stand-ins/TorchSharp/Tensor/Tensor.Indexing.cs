using TorchSharp.Bridge;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => index_put_(value, i1);
        }

        public Tensor this[long i1, long i2]
        {
            get => index(i1, i2);
            set => index_put_(value, i1, i2);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => index(i1, i2, i3);
            set => index_put_(value, i1, i2, i3);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => index(i1, i2, i3, i4);
            set => index_put_(value, i1, i2, i3, i4);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, advanced) = View(indices);
            if (advanced is null)
            {
                return view;
            }

            using (view)
            {
                return Aten.index.Call(view, Value.OptionalTensors(advanced));
            }
        }

        public Tensor index(params Tensor[] indices) => Aten.index.Call(this, Value.OptionalTensors(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            var (view, advanced) = View(indices);
            using (view)
            {
                _ = advanced is null ? view.copy_(value) : Aten.index_put_.InPlace(view, Value.OptionalTensors(advanced), value);
            }

            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) =>
            Aten.index_put_.InPlace(this, Value.OptionalTensors(indices), value);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices) =>
            index_put_(full(Array.Empty<long>(), value, dtype, device), indices);

        public Tensor index_select(long dim, Tensor index) => Aten.index_select.Call(this, dim, index);

        public Tensor select(long dim, long index) => Aten.select.Call(this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => Aten.slice.Call(this, dim, start, finish, step);

        public Tensor gather(long dim, Tensor index) => Aten.gather.Call(this, dim, index);

        // Numbers, slices and new axes make views, one position at a time; tensors remain for one advanced-indexing call.
        private (Tensor View, Tensor?[]? Advanced) View(TensorIndex[] indices)
        {
            var view = alias();
            var advanced = new List<Tensor?>();
            foreach (var index in indices)
            {
                var dim = advanced.Count;
                switch (index.Kind)
                {
                    case TensorIndex.IndexKind.Single:
                        Replace(ref view, view.select(dim, index.Start!.Value));
                        break;
                    case TensorIndex.IndexKind.Slice:
                        Replace(ref view, Aten.slice.Call(view, dim, index.Start, index.Stop, index.Step ?? 1));
                        advanced.Add(null);
                        break;
                    case TensorIndex.IndexKind.Null:
                        Replace(ref view, view.unsqueeze(dim));
                        advanced.Add(null);
                        break;
                    case TensorIndex.IndexKind.Ellipsis:
                        var named = indices.Count(i => i.Kind is not (TensorIndex.IndexKind.Null or TensorIndex.IndexKind.Ellipsis));
                        advanced.AddRange(Enumerable.Repeat<Tensor?>(null, (int)Dimensions - named));
                        break;
                    case TensorIndex.IndexKind.Tensor:
                        advanced.Add(index.Indices);
                        break;
                }
            }

            return (view, advanced.Exists(tensor => tensor is not null) ? [.. advanced] : null);
        }

        private static void Replace(ref Tensor view, Tensor next)
        {
            view.Dispose();
            view = next;
        }
    }
}
