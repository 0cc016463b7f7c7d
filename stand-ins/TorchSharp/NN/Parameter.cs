namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module learns. It takes over the tensor it is made from.</summary>
    public class Parameter : torch.Tensor
    {
        public Parameter(torch.Tensor data, bool requires_grad = true)
            : base(data.requires_grad_(requires_grad).MoveHandle(), register: false) =>
            DisposeScope.ReplaceWith(data, this);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
